package clients_test

import (
	"testing"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// A library is a program of ours around what others pull with: containerd's
// resolver, or oras. It logs in anew with each pull, as kubelet has it do.
type library struct {
	path string
	env  []string
	word string // before the reference of a blob
}

func newContainerd(t *testing.T) *library {
	return &library{path: requires.Tool(t, "containerd-pull")}
}

func newOras(t *testing.T) *library {
	return &library{path: requires.Tool(t, "oras-pull"), word: "-blob"}
}

func (l *library) login(_ *testing.T, _, user, password string) {
	l.env = []string{"REGISTRY_USER=" + user, "REGISTRY_PASSWORD=" + password}
}

func (l *library) tag(t *testing.T, host, tag string) (string, bool) {
	return run(t, l.env, "", l.path, at(host, latest(tag)))
}

func (l *library) digest(t *testing.T, host, digest string) (string, bool) {
	return run(t, l.env, "", l.path, at(host, "")+"@"+digest)
}

func (l *library) blob(t *testing.T, host, digest string) (string, bool) {
	if l.word == "" {
		return l.digest(t, host, digest)
	}
	return run(t, l.env, "", l.path, l.word, at(host, "")+"@"+digest)
}

func (*library) can(asks kind) bool { return asks != aRange }
func (*library) repository() string { return image }

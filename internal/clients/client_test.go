package clients_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A client is a program that pulls, on behalf of one customer. Each pull starts
// from nothing: no image kept, no answer remembered.
type client interface {
	login(t *testing.T, host, user, password string)
	// tag pulls a tag, digest a manifest by its digest, blob a blob. They
	// return what the program said and whether it ended well; then the digest of
	// what it got is part of what it said. An empty tag is none: what the client
	// then takes, or latest where it wants to be told.
	tag(t *testing.T, host, tag string) (said string, ok bool)
	digest(t *testing.T, host, digest string) (said string, ok bool)
	blob(t *testing.T, host, digest string) (said string, ok bool)
	// can says whether the client can ask for such a thing at all.
	can(asks kind) bool
	// repository is the one that the client pulls: images or charts.
	repository() string
}

// A kind is what a case asks for.
type kind int

const (
	aTag   kind = iota
	aRange      // of versions, where the client looks for the highest
	aManifest
	aPlatform
	aBlob
)

// at is the image that a tag names, and without one the image.
func at(host, tag string) string {
	if tag == "" {
		return host + "/" + image
	}
	return host + "/" + image + ":" + tag
}

// latest is for clients that want to be told a tag.
func latest(tag string) string {
	if tag == "" {
		return "latest"
	}
	return tag
}

// run runs a program and returns both of its outputs.
func run(t *testing.T, env []string, stdin, program string, args ...string) (string, bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return out.String(), err == nil
}

// file is what a client wrote into a file; nothing if it came to no file.
func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if !errors.Is(err, os.ErrNotExist) {
		require.NoError(t, err)
	}
	return string(text)
}

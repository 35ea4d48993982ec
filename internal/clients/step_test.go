package clients_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A step is one case of the matrix. Steps build on each other: what the vendor
// did before one stands for those behind it.
type step struct {
	name string
	do   func() // what the vendor does first; may be nil
	kind kind
	what string   // the tag or the digest
	gets string   // the digest of what is pulled; empty: it is refused
	says []string // then any of these is in what the client said, in lower case
}

// What a refusal says differs by client; the texts of a 404 are the client's own.
var (
	explained = []string{"is not available"}
	notFound  = []string{"not found", "unknown", "404"}
	noName    = []string{"not found", "name unknown", "name_unknown", "404"}
	ended     = []string{"ended at"}
	nobody    = []string{"unauthorized", "revoked", "invalid username/password", "401", "access denied"}
	noMatch   = []string{"could not locate a version matching"}
)

func (s step) ask(t *testing.T, host string, c client) (string, bool) {
	t.Helper()
	switch s.kind {
	case aTag, aRange:
		return c.tag(t, host, s.what)
	case aBlob:
		return c.blob(t, host, s.what)
	default:
		return c.digest(t, host, s.what)
	}
}

func requireAny(t *testing.T, said string, wanted []string) {
	t.Helper()
	for _, s := range wanted {
		if strings.Contains(strings.ToLower(said), s) {
			return
		}
	}
	require.Failf(t, "the client did not say why", "none of %q in:\n%s", wanted, said)
}

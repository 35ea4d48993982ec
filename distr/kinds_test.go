package distr_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// TestKindsOfWebhooks takes every kind there is, and all that they begin with, and
// names what was meant instead of any other.
func TestKindsOfWebhooks(t *testing.T) {
	w := newWorld(t)
	add := func(k distr.Kind) error {
		e, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/", Kinds: []distr.Kind{k}})
		if err == nil {
			require.NoError(t, w.acme.RemoveEndpoint(t.Context(), e.ID))
		}
		return err
	}
	for _, k := range distr.Kinds() {
		require.NoError(t, add(k))
		begin, _, _ := strings.Cut(string(k), ".")
		require.NoError(t, add(distr.Kind(begin+".")))
		require.Error(t, add(k+"x"))
	}
	require.NoError(t, add("member.invitation."))
	for kind, nearest := range map[distr.Kind]string{
		"member":         `"member.",`,
		"members.":       `"member.",`,
		"grant.add":      `"grant.added",`,
		"realese.moved":  `"release.moved",`,
		"webhook.tested": `"webhook.test",`,
	} {
		require.ErrorContains(t, add(kind), "the nearest that there are: "+nearest, kind)
	}
}

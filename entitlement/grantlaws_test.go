package entitlement_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestAmendNeverLosesAVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, next := drawGrant(t), drawGrant(t)
		if rapid.Bool().Draw(t, "adds") {
			next.Versions = next.Versions.Plus(g.Versions)
		}
		amended, err := g.Amend(next)
		if err != nil {
			require.True(t, errors.Is(err, entitlement.ErrNarrows) || errors.Is(err, entitlement.ErrInvalid), "%v", err)
			require.Equal(t, g, amended)
			return
		}
		require.False(t, amended.Starts.After(g.Starts))
		for _, v := range append(versionPool, "1.9.9", "6.0.0", "0.0.1-x", "word") {
			require.True(t, !g.Versions.Contains(v) || amended.Versions.Contains(v), "%s, from %s to %s", v, g.Versions, amended.Versions)
		}
		third, err := amended.Amend(g)
		if err == nil && !g.Versions.Contains("word") {
			require.Equal(t, g.Versions.Terms(), amended.Versions.Terms(), "back again only if nothing was added: %v", third)
		}
	})
}

func TestAmendAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGrant(t)
		next := g
		next.Versions = g.Versions.Plus(drawVersions(t))
		next.Expires = drawGrant(t).Expires
		if next.Versions.IsZero() {
			return
		}
		amended, err := g.Amend(next)
		require.NoError(t, err)
		require.Equal(t, next, amended)
	})
}

func TestVersionsAsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, w := drawVersions(t), drawVersions(t)
		read, err := entitlement.ParseVersions(v.Terms())
		require.NoError(t, err)
		require.Equal(t, v.Terms(), read.Terms())

		text, err := json.Marshal(v)
		require.NoError(t, err)
		var fromJSON entitlement.Versions
		require.NoError(t, json.Unmarshal(text, &fromJSON))
		require.Equal(t, v.Terms(), fromJSON.Terms())

		union := v.Plus(w)
		require.Equal(t, union.Terms(), w.Plus(v).Terms())
		require.Equal(t, union.Terms(), union.Plus(v).Terms())
		for _, name := range append(versionPool, "1.9.9", "word") {
			require.Equal(t, v.Contains(name), read.Contains(name))
			require.Equal(t, v.Contains(name) || w.Contains(name), union.Contains(name))
		}
		require.Equal(t, v.IsZero(), len(v.Terms()) == 0)
	})
}

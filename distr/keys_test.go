package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// states are the keys by what they do.
func states(t *testing.T, w *world) map[distr.KeyState][]string {
	t.Helper()
	all, err := w.acme.Keys(t.Context())
	require.NoError(t, err)
	by := map[distr.KeyState][]string{}
	for _, k := range all {
		require.Empty(t, k.Private)
		state := k.State(w.clock.now())
		by[state] = append(by[state], k.ID)
	}
	return by
}

// live are the IDs of the keys that are good now.
func live(t *testing.T, v *distr.Vendor) []string {
	t.Helper()
	keys, err := v.SigningKeys(t.Context())
	require.NoError(t, err)
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.ID
	}
	return ids
}

func TestKeysRotate(t *testing.T) {
	w := newWorld(t)
	require.Empty(t, live(t, w.acme))
	require.NoError(t, w.acme.EnsureKeys(t.Context()))
	require.NoError(t, w.acme.EnsureKeys(t.Context()), "which changes nothing")
	first := states(t, w)
	require.Len(t, first[distr.KeyActive], 1)
	require.Len(t, first[distr.KeyNext], 1)
	a, b := first[distr.KeyActive][0], first[distr.KeyNext][0]
	require.Equal(t, []string{a, b}, live(t, w.acme), "the one that signs first")

	require.NoError(t, w.acme.RotateKeys(t.Context()))
	second := states(t, w)
	require.Equal(t, []string{b}, second[distr.KeyActive])
	require.Equal(t, []string{a}, second[distr.KeyRetiring])
	c := second[distr.KeyNext][0]
	require.Equal(t, b, live(t, w.acme)[0])
	require.ElementsMatch(t, []string{a, b, c}, live(t, w.acme))

	// Another process has the very same keys, and the old one verifies until
	// no token of it can be out.
	other := w.newHub(w.store).Vendor("acme")
	require.Equal(t, live(t, w.acme), live(t, other))
	ours, err := w.acme.SigningKeys(t.Context())
	require.NoError(t, err)
	theirs, err := other.SigningKeys(t.Context())
	require.NoError(t, err)
	require.True(t, ours[0].Private.Equal(theirs[0].Private))
	w.clock.move(2*time.Hour - time.Microsecond)
	require.Contains(t, live(t, other), a)
	w.clock.move(time.Microsecond)
	require.Equal(t, []string{b, c}, live(t, other))
	require.Equal(t, []string{b, c}, live(t, w.acme))
	require.NoError(t, w.acme.RotateKeys(t.Context()))
	all, err := w.acme.Keys(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 3, "what has retired is forgotten")
}

func TestKeyIsDropped(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.acme.EnsureKeys(t.Context()))
	by := states(t, w)
	active, next := by[distr.KeyActive][0], by[distr.KeyNext][0]
	other := w.newHub(w.store).Vendor("acme")
	require.Contains(t, live(t, other), active)

	require.ErrorIs(t, w.acme.DropKey(t.Context(), "nothing"), tenant.ErrNotFound)
	require.NoError(t, w.acme.DropKey(t.Context(), active))
	require.Equal(t, next, live(t, w.acme)[0])
	require.NotContains(t, live(t, w.acme), active)
	require.Len(t, live(t, w.acme), 2)
	w.clock.move(distr.Freshness)
	require.NotContains(t, live(t, other), active)
}

// TestKeysAreTheSame is that asking again gives the very same slice, by which a
// proxy knows that nothing has changed.
func TestKeysAreTheSame(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.acme.EnsureKeys(t.Context()))
	ask := func() []tenant.SigningKey {
		t.Helper()
		keys, err := w.acme.SigningKeys(t.Context())
		require.NoError(t, err)
		return keys
	}
	before := ask()
	w.clock.move(time.Minute)
	again := ask()
	require.Same(t, &before[0], &again[0])
	require.NoError(t, w.acme.RotateKeys(t.Context()))
	after := ask()
	require.NotSame(t, &before[0], &after[0])
}

package seal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

func newRing(t testing.TB, starts ...byte) *seal.Ring {
	t.Helper()
	var keys []seal.Key
	for _, start := range starts {
		keys = append(keys, newKey(t, start))
	}
	r, err := seal.NewRing(keys...)
	require.NoError(t, err)
	return r
}

func TestRingRefusesKeys(t *testing.T) {
	t.Parallel()
	k := newKey(t, 0)
	_, err := seal.NewRing(k, newKey(t, 1), k)
	require.ErrorContains(t, err, "80a75e297a4874bc is there twice")
	_, err = seal.NewRing(k, seal.Key{})
	require.ErrorContains(t, err, "master key 2 of 2 is empty")
}

func TestRingWithoutKeys(t *testing.T) {
	t.Parallel()
	sealed, err := newRing(t, 0).Seal([]byte("x"), from(0), "acme")
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		ring *seal.Ring
	}{
		{"nil", nil},
		{"zero", &seal.Ring{}},
		{"made of none", newRing(t)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.True(t, tt.ring.Empty())
			_, err := tt.ring.Seal([]byte("x"), from(0), "acme")
			require.ErrorIs(t, err, seal.ErrNoKey)
			require.ErrorContains(t, err, "name the file that holds the master key")
			_, err = tt.ring.Open(sealed, "acme")
			require.ErrorIs(t, err, seal.ErrNoKey)
			_, err = tt.ring.Rewrap(sealed, from(0), "acme")
			require.ErrorIs(t, err, seal.ErrNoKey)
		})
	}
	require.False(t, newRing(t, 0).Empty())
}

func TestRotation(t *testing.T) {
	t.Parallel()
	before, during, after := newRing(t, 1), newRing(t, 2, 1), newRing(t, 2)
	sealed, err := before.Seal([]byte("correct horse"), from(9), "acme", "upstream")
	require.NoError(t, err)

	plain, err := during.Open(sealed, "acme", "upstream")
	require.NoError(t, err)
	require.Equal(t, "correct horse", string(plain), "the old key opens")
	_, err = after.Open(sealed, "acme", "upstream")
	require.ErrorIs(t, err, seal.ErrUnknownKey)
	require.NotErrorIs(t, err, seal.ErrDamaged)
	require.ErrorContains(t, err, newKey(t, 1).ID())
	require.ErrorContains(t, err, "add its line to the file of the master keys")

	carried, err := during.Rewrap(sealed, from(50), "acme", "upstream")
	require.NoError(t, err)
	plain, err = after.Open(carried, "acme", "upstream")
	require.NoError(t, err)
	require.Equal(t, "correct horse", string(plain), "the new key sealed it")
	again, err := during.Rewrap(carried, from(99), "acme", "upstream")
	require.NoError(t, err)
	require.Equal(t, carried, again, "a second time changes nothing")

	_, err = during.Rewrap(sealed, from(50), "umbrella", "upstream")
	require.ErrorIs(t, err, seal.ErrDamaged, "it moves nothing to somebody else")
	_, err = after.Rewrap(sealed, from(50), "acme", "upstream")
	require.ErrorIs(t, err, seal.ErrUnknownKey)
	sealed[len(sealed)-1]++
	_, err = during.Rewrap(sealed, from(50), "acme", "upstream")
	require.ErrorIs(t, err, seal.ErrDamaged, "it makes nothing damaged look whole")
}

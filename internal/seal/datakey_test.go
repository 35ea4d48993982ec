package seal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

func newDataKey(t testing.TB, start byte) seal.DataKey {
	t.Helper()
	k, err := seal.NewDataKey(from(start))
	require.NoError(t, err)
	return k
}

func TestDataKeySeals(t *testing.T) {
	t.Parallel()
	k := newDataKey(t, 0)
	for _, plain := range [][]byte{{}, []byte("correct horse"), bytes.Repeat([]byte{0}, seal.MaxPlain)} {
		sealed, err := k.Seal(plain, from(9), "acme", "globex", "DB", "1")
		require.NoError(t, err)
		require.Len(t, sealed, len(plain)+29)
		opened, err := k.Open(sealed, "acme", "globex", "DB", "1")
		require.NoError(t, err)
		require.True(t, bytes.Equal(plain, opened))
		for _, names := range [][]string{
			{"acme", "globex", "DB", "2"}, {"acme", "globex", "DC", "1"}, {"acme", "", "DB", "1"}, {"umbrella", "globex", "DB", "1"},
			{"acme", "globexDB", "", "1"}, {"acme", "globex", "DB"}, {"acme", "globex", "DB", "1", ""},
		} {
			_, err = k.Open(sealed, names...)
			require.ErrorIs(t, err, seal.ErrDamaged, names)
		}
		_, err = newDataKey(t, 1).Open(sealed, "acme", "globex", "DB", "1")
		require.ErrorIs(t, err, seal.ErrDamaged)
	}
	sealed, err := k.Seal([]byte("x"), from(9), "acme")
	require.NoError(t, err)
	for i := range sealed {
		bent := bytes.Clone(sealed)
		bent[i] ^= 0x80
		_, err = k.Open(bent, "acme")
		require.ErrorIs(t, err, seal.ErrDamaged, i)
		_, err = k.Open(sealed[:i], "acme")
		require.ErrorIs(t, err, seal.ErrDamaged, i)
	}
	_, err = k.Seal(make([]byte, seal.MaxPlain+1), from(9), "acme")
	require.ErrorContains(t, err, "is the most")
	_, err = k.Seal(nil, from(9))
	require.ErrorContains(t, err, "whom the value is sealed for")
	_, err = k.Seal(nil, iotest.ErrReader(errors.New("no chance")), "acme")
	require.ErrorContains(t, err, "no chance")
	_, err = seal.DataKey{}.Open(sealed, "acme")
	require.ErrorContains(t, err, "no data key")
	_, err = seal.NewDataKey(strings.NewReader("short"))
	require.Error(t, err)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		require.Equal(t, "distr-data-key ***", fmt.Sprintf(format, k), format)
	}
}

func TestDataKeysAreWrapped(t *testing.T) {
	t.Parallel()
	older, both, newer := newRing(t, 0).Wrapper(from(50)), newRing(t, 1, 0).Wrapper(from(50)), newRing(t, 1).Wrapper(from(50))
	k := newDataKey(t, 7)
	wrapped, err := k.Wrap(t.Context(), older, "acme", "globex", "1")
	require.NoError(t, err)
	same := func(other seal.DataKey) {
		t.Helper()
		sealed, err := k.Seal([]byte("x"), from(9), "acme")
		require.NoError(t, err)
		_, err = other.Open(sealed, "acme")
		require.NoError(t, err)
	}
	for _, w := range []seal.KeyWrapper{older, both} {
		again, err := seal.UnwrapDataKey(t.Context(), w, wrapped, "acme", "globex", "1")
		require.NoError(t, err)
		same(again)
		_, err = seal.UnwrapDataKey(t.Context(), w, wrapped, "acme", "initech", "1")
		require.ErrorIs(t, err, seal.ErrDamaged)
	}
	require.NotEqual(t, older.ID(), both.ID())
	require.Equal(t, newer.ID(), both.ID())
	_, err = seal.UnwrapDataKey(t.Context(), newer, wrapped, "acme", "globex", "1")
	require.ErrorIs(t, err, seal.ErrUnknownKey)
	var none *seal.Ring
	_, err = k.Wrap(t.Context(), none.Wrapper(from(0)), "acme")
	require.ErrorIs(t, err, seal.ErrNoKey)
	require.Empty(t, none.Wrapper(from(0)).ID())
	_, err = seal.DataKey{}.Wrap(t.Context(), older, "acme")
	require.Error(t, err)
	for _, wrong := range [][]byte{nil, make([]byte, 31), make([]byte, 33)} {
		_, err = seal.UnwrapDataKey(t.Context(), &stub{gives: wrong}, wrapped, "acme")
		require.ErrorIs(t, err, seal.ErrDamaged, "a wrapper that gives something else")
	}
	_, err = k.Wrap(t.Context(), &stub{}, "acme")
	require.ErrorContains(t, err, "gave nothing back")
}

// A stub gives what it is told to, and counts how often it is asked.
type stub struct {
	gives []byte
	fails error
	wait  chan struct{}
	asked atomic.Int64
}

func (s *stub) ID() string                                           { return "stub" }
func (s *stub) Wrap(context.Context, []byte, []byte) ([]byte, error) { return s.gives, s.fails }
func (s *stub) Unwrap(ctx context.Context, _, _ []byte) ([]byte, error) {
	s.asked.Add(1)
	if s.wait != nil {
		select {
		case <-s.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return s.gives, s.fails
}

func TestKeyCache(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	cache := seal.NewKeyCache(func() time.Time { return at }, 3, time.Minute)
	w := &stub{gives: make([]byte, 32)}
	ask := func(name string) {
		t.Helper()
		_, err := cache.Unwrap(t.Context(), w, []byte("wrapped"), name)
		require.NoError(t, err)
	}
	for range 3 {
		ask("a")
	}
	require.Equal(t, int64(1), w.asked.Load(), "it is remembered")
	at = at.Add(time.Second)
	ask("b")
	ask("c")
	ask("d")
	require.Equal(t, 3, cache.Len(), "no more than it may")
	ask("a")
	require.Equal(t, int64(5), w.asked.Load(), "the oldest was forgotten")
	at = at.Add(time.Minute)
	ask("e")
	require.Equal(t, 1, cache.Len(), "what is too old is forgotten")

	w.fails = errors.New("503")
	for range 2 {
		_, err := cache.Unwrap(t.Context(), w, []byte("wrapped"), "f")
		require.ErrorIs(t, err, w.fails)
	}
	require.Equal(t, int64(8), w.asked.Load(), "a failure is not remembered")
}

// Those who ask at once wait for one answer, and who goes away takes nobody along.
func TestKeyCacheAsksOnce(t *testing.T) {
	t.Parallel()
	cache := seal.NewKeyCache(time.Now, 3, time.Minute)
	w := &stub{gives: make([]byte, 32), wait: make(chan struct{})}
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := cache.Unwrap(ctx, w, []byte("wrapped"), "a")
		left <- err
	}()
	for w.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	var all sync.WaitGroup
	var failed atomic.Int64
	for range 8 {
		all.Go(func() {
			if _, err := cache.Unwrap(t.Context(), w, []byte("wrapped"), "a"); err != nil {
				failed.Add(1)
			}
		})
	}
	leave()
	require.ErrorIs(t, <-left, context.Canceled)
	close(w.wait)
	all.Wait()
	require.Zero(t, failed.Load())
	require.LessOrEqual(t, w.asked.Load(), int64(2))
}

func FuzzOpenDataKey(f *testing.F) {
	k := newDataKey(f, 0)
	sealed, err := k.Seal([]byte("correct horse"), from(9), "acme", "DB")
	require.NoError(f, err)
	f.Add(sealed)
	f.Add(sealed[:28])
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, other []byte) {
		_, err := k.Open(other, "acme", "DB")
		require.Equal(t, bytes.Equal(other, sealed), err == nil, "nothing else opens")
	})
}

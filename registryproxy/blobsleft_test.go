package registryproxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestWrongIsNotKept is what an upstream sends that is not what was published, or
// not all of it. Nobody gets all of it, and the next request asks again.
func TestWrongIsNotKept(t *testing.T) {
	t.Parallel()
	data := noise(1, 3*heldBack)
	forged := bytes.Clone(data)
	forged[len(forged)-1]++
	for _, tt := range []struct {
		name string
		from fetch
		want error
	}{
		{"other bytes", sending(forged), errWrongBytes},
		{"other bytes at the beginning", sending(append([]byte("x"), data...)), errWrongBytes},
		{"half of it", sending(data[:2*heldBack]), io.EOF},
		{"nothing", sending(nil), io.EOF},
		{"it breaks off", func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(data[:heldBack]), broken{})), nil
		}, errBroken},
		{"it does not answer", func(context.Context) (io.ReadCloser, error) { return nil, errBroken }, errBroken},
		{"it stands still", newTap().fetch, errStalled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, folder := openWithFolder(t, func(c *BlobsConfig) { c.Stall = 300 * time.Millisecond })
			got, err := b.fetched(t.Context(), entitlement.SHA256(data), int64(len(data)), tt.from)
			require.ErrorIs(t, err, tt.want)
			require.LessOrEqual(t, len(got), len(data)-heldBack)
			b.running.Wait()
			requireFiles(t, folder, 0)
			require.EqualValues(t, 1, b.Stats().Failed)
			require.Zero(t, b.reserved)
			b.fill(t, data)
		})
	}
}

var errBroken = errors.New("the line broke")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

// TestClientsGoAway is that a blob is fetched on for those who are left, or when
// half of it is there, and else is given up.
func TestClientsGoAway(t *testing.T) {
	t.Parallel()
	data := noise(1, 4<<20)
	d := entitlement.SHA256(data)
	t.Run("the first one", func(t *testing.T) {
		t.Parallel()
		b, _ := openWithFolder(t)
		upstream := newTap()
		ctx, abort := context.WithCancel(t.Context())
		_, place := b.get(ctx, d, int64(len(data)), upstream.fetch)
		upstream.pour(t, data[:1<<20])
		second := b.mustFollow(t, d, len(data), silent)
		defer second.leave()
		abort()
		_, err := place.next(ctx)
		for err == nil { // it may be sent what was ready
			place.sent = place.ready
			_, err = place.next(ctx)
		}
		place.leave()
		upstream.pour(t, data[1<<20:])
		second.come(t, int64(len(data)))
		b.running.Wait()
		b.requireKept(t, data)
	})
	t.Run("all of them, early", func(t *testing.T) {
		t.Parallel()
		b, folder := openWithFolder(t)
		upstream := newTap()
		first, second := b.mustFollow(t, d, len(data), upstream.fetch), b.mustFollow(t, d, len(data), silent)
		upstream.pour(t, data[:1<<20])
		first.come(t, 1<<20)
		first.leave()
		second.leave()
		b.running.Wait()
		requireFiles(t, folder, 0)
		_, err := upstream.Write(data)
		require.Error(t, err, "the upstream is let go")
		b.fill(t, data)
	})
	t.Run("all of them, late", func(t *testing.T) {
		t.Parallel()
		b, _ := openWithFolder(t)
		upstream := newTap()
		client := b.mustFollow(t, d, len(data), upstream.fetch)
		upstream.pour(t, data[:3<<20])
		client.come(t, 3<<20)
		client.leave()
		upstream.pour(t, data[3<<20:])
		b.running.Wait()
		b.requireKept(t, data)
	})
}

// TestBlobsAreClosed is that Close ends what is under way, and that nothing is
// kept from then on.
func TestBlobsAreClosed(t *testing.T) {
	t.Parallel()
	b, folder := openWithFolder(t)
	data := noise(1, 1<<20)
	client := b.mustFollow(t, entitlement.SHA256(data), len(data), newTap().fetch)
	require.NoError(t, b.Close())
	_, err := client.next(t.Context())
	require.ErrorIs(t, err, errBlobsClosed)
	client.leave()
	requireFiles(t, folder, 0)
	_, err = b.fetched(t.Context(), entitlement.SHA256(data), int64(len(data)), sending(data))
	require.ErrorIs(t, err, errNotStored)
}

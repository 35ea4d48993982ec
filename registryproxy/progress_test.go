package registryproxy

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// many is an index of so many images of a config and two layers each.
func many(tb testing.TB, n int) v1.ImageIndex {
	tb.Helper()
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for range n {
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: imageWith(tb)})
	}
	return index
}

// TestProgress is that a walk tells how far it has come, up to the end, and that it
// finds the same in the same order however many requests are under way.
func TestProgress(t *testing.T) {
	t.Parallel()
	s := &stand{gate: newTestGate(), upstream: plainUpstream(t)}
	index := mutate.AppendManifests(mutate.IndexMediaType(empty.Index, types.OCIImageIndex), mutate.IndexAddendum{Add: many(t, 3)}, mutate.IndexAddendum{Add: many(t, 4)})
	s.pushBehind(t, app, "1.0.0", index)
	var before entitlement.Closure
	for _, parallel := range []int{1, 2, 8, 64} {
		var all []Progress
		var telling atomic.Int32
		var atOnce int32
		walker, err := NewWalker(WalkerConfig{Upstream: s.upstream, Parallel: parallel, Progress: func(p Progress) {
			atOnce = max(atOnce, telling.Add(1))
			all = append(all, p)
			telling.Add(-1)
		}})
		require.NoError(t, err)
		closure, err := walker.Walk(t.Context(), entitlement.Origin{}, app, "1.0.0")
		require.NoError(t, err)
		require.True(t, before.Root.IsZero() || fmt.Sprint(before) == fmt.Sprint(closure), "the order of what is found hangs on nothing")
		before = closure
		require.EqualValues(t, 1, atOnce)
		require.Equal(t, 10, closure.Manifests())
		require.Len(t, all, closure.Manifests()+2*closure.Blobs())
		require.Equal(t, Progress{Repository: app, Reference: "1.0.0", Manifests: 1, Bytes: closure.Items[0].Size}, all[0])
		require.Equal(t, Progress{
			Repository: app, Reference: "1.0.0", Manifests: closure.Manifests(), Blobs: closure.Blobs(), BlobsChecked: closure.Blobs(), Bytes: closure.Bytes(),
		}, all[len(all)-1])
	}
}

// TestRoomForManifests is that what an index says of its children is more than is
// held at once, and none of them is asked for.
func TestRoomForManifests(t *testing.T) {
	t.Parallel()
	l := library{}
	var children []string
	for i := range maxManifests/maxManifest + 1 {
		children = append(children, strings.Replace(described(ociManifest, fmt.Appendf(nil, "%02d", i)), `"size":2`, fmt.Sprintf(`"size":%d`, maxManifest), 1))
	}
	l.tag(l.index(children...))
	counted := &countingTransport{inner: l}
	w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: counted}})
	require.NoError(t, err)
	_, err = w.Walk(t.Context(), entitlement.Origin{}, app, "1")
	require.ErrorIs(t, err, entitlement.ErrInvalid)
	require.ErrorContains(t, err, "more than 67108864 bytes")
	for _, r := range counted.taken() {
		require.NotContains(t, r.URL.Path, "sha256:")
	}
	l.tag(l.index(strings.Replace(described(ociManifest, nil), `"size":0`, fmt.Sprintf(`"size":%d`, maxManifest+1), 1)))
	_, err = w.Walk(t.Context(), entitlement.Origin{}, app, "1")
	require.ErrorContains(t, err, "at most 4194304 are allowed")
}

// TestDigest is what a tag means, asked of registries that say it in several ways.
func TestDigest(t *testing.T) {
	t.Parallel()
	l := library{}
	image := l.image(l.blob("a"))
	l.tag(image)
	content := string(l["/v2/acme/app/manifests/1"].content)
	with := func(name, value string) http.Header {
		return http.Header{"Content-Type": {ociManifest}, name: {value}}
	}
	for _, tt := range []struct {
		name, tag string
		head, get roundTripper
		is        error
		says      string
	}{
		{name: "by HEAD", tag: "1", head: answer(200, with("Docker-Content-Digest", digestIn(image)), ""), get: answer(500, nil, "")},
		{name: "by GET, since HEAD names none", tag: "1", head: answer(200, nil, ""), get: answer(200, with("X", ""), content)},
		{name: "by GET, since there is no HEAD", tag: "1", head: answer(405, nil, ""), get: answer(200, with("Docker-Content-Digest", digestIn(image)), content)},
		{name: "by GET, and wrong", tag: "1", head: answer(501, nil, ""), get: answer(200, with("Docker-Content-Digest", digestIn(image)), "{}"), is: entitlement.ErrInvalid, says: "other bytes"},
		{name: "no digest", tag: "1", head: answer(200, with("Docker-Content-Digest", "latest"), ""), is: entitlement.ErrInvalid, says: "latest"},
		{name: "no such tag", tag: "1", head: answer(404, nil, ""), is: tenant.ErrNotFound, says: "asking what 1 means in acme/app"},
		{name: "trouble", tag: "1", head: answer(500, nil, ""), says: "Internal Server Error"},
		{name: "a digest", tag: digestIn(image), is: entitlement.ErrInvalid, says: "tag"},
		{name: "no tag", tag: "a/b", is: entitlement.ErrInvalid, says: "tag"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				if r.Method == http.MethodHead {
					return tt.head(r)
				}
				if r.URL.Path == registryPath {
					return l.RoundTrip(r)
				}
				return tt.get(r)
			})}})
			require.NoError(t, err)
			d, err := w.Digest(t.Context(), entitlement.Origin{}, app, tt.tag)
			if tt.says != "" {
				require.ErrorContains(t, err, tt.says)
				require.True(t, d.IsZero())
				if tt.is != nil {
					require.ErrorIs(t, err, tt.is)
				}
				return
			}
			require.NoError(t, err)
			require.Equal(t, digestIn(image), d.String())
		})
	}
}

// TestWalkIsCalledOff is a registry that does not answer: the walk ends with
// whoever started it, and nothing of it is left behind.
func TestWalkIsCalledOff(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	inner, begun := s.upstream.Transport, make(chan struct{}, 100)
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		if !strings.Contains(r.URL.Path, "/blobs/") {
			return inner.RoundTrip(r)
		}
		begun <- struct{}{}
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	_, err := s.walker(t).Walk(ctx, entitlement.Origin{}, app, "1.4.2")
	require.ErrorIs(t, err, ctx.Err())
}

// BenchmarkPublishIndex walks an index of 50 images from a registry over the
// network: what it takes of memory, and how often it tells how far it has come.
func BenchmarkPublishIndex(b *testing.B) {
	s := &stand{gate: newTestGate(), upstream: plainUpstream(b)}
	s.pushBehind(b, app, "1.0.0", many(b, 50))
	told := 0
	walker, err := NewWalker(WalkerConfig{Upstream: s.upstream, Progress: func(Progress) { told++ }})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		closure, err := walker.Walk(b.Context(), entitlement.Origin{}, app, "1.0.0")
		require.NoError(b, err)
		require.Equal(b, 51, closure.Manifests())
	}
	b.ReportMetric(float64(told)/float64(b.N), "told/op")
}

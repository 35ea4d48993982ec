package registryproxy

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestWalk walks what a real client pushed to a real registry.
func TestWalk(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	closure := s.publish(t, app, "1.4.2")
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)

	require.Equal(t, digestOf(t, s.index), closure.Root.String())
	require.Equal(t, closure.Root, closure.Items[0].Digest)
	require.Equal(t, entitlement.RoleRoot, closure.Items[0].Role)
	require.Equal(t, 3, closure.Manifests())
	require.Equal(t, 2*(1+2)+1, closure.Blobs(), "two configs, two layers each, one layer that both have")
	roles := map[entitlement.Role]int{}
	seen := map[entitlement.Digest]bool{}
	for _, item := range closure.Items {
		roles[item.Role]++
		require.False(t, seen[item.Digest], "each digest once")
		seen[item.Digest] = true
		if item.Manifest != nil {
			require.True(t, item.Digest.Verify(item.Manifest))
			require.Len(t, item.Manifest, int(item.Size))
		}
	}
	require.Equal(t, map[entitlement.Role]int{entitlement.RoleRoot: 1, entitlement.RoleChild: 2, entitlement.RoleConfig: 2, entitlement.RoleLayer: 5}, roles)

	byDigest, err := s.walker(t).Walk(t.Context(), entitlement.Origin{}, app, closure.Root.String())
	require.NoError(t, err)
	require.Equal(t, closure, byDigest)
	child, err := s.walker(t).Walk(t.Context(), entitlement.Origin{}, app, manifests.Manifests[0].Digest.String())
	require.NoError(t, err)
	require.Equal(t, 1, child.Manifests())
}

func (s *stand) walker(tb testing.TB) *Walker {
	tb.Helper()
	w, err := NewWalker(WalkerConfig{Upstream: s.upstream})
	require.NoError(tb, err)
	return w
}

// A library is a registry of documents that no client would push: it answers with
// whatever was put there.
type library map[string]book // by path

type book struct {
	mediaType string
	content   []byte
	size      int64 // what a HEAD says; -1: as it is
	digest    string
}

func (l library) RoundTrip(r *http.Request) (*http.Response, error) {
	b, there := l[r.URL.Path]
	switch {
	case r.URL.Path == registryPath:
		return answer(http.StatusOK, nil, "").RoundTrip(r)
	case !there:
		return answer(http.StatusNotFound, nil, "").RoundTrip(r)
	}
	header := http.Header{"Content-Type": {b.mediaType}, "Docker-Content-Digest": {b.digest}}
	resp := &http.Response{StatusCode: http.StatusOK, Header: header, ContentLength: int64(len(b.content)), Request: r, Body: io.NopCloser(bytes.NewReader(b.content))}
	if r.Method == http.MethodHead {
		resp.Body = http.NoBody
		if b.size >= 0 {
			resp.ContentLength = b.size
		}
	}
	return resp, nil
}

// blob puts a blob there and returns its descriptor.
func (l library) blob(content string) string {
	l["/v2/acme/app/blobs/"+entitlement.SHA256([]byte(content)).String()] = book{"application/octet-stream", []byte(content), -1, ""}
	return described(ociLayer, []byte(content))
}

// manifest puts a manifest there and returns its descriptor.
func (l library) manifest(mediaType, content string) string {
	l["/v2/acme/app/manifests/"+entitlement.SHA256([]byte(content)).String()] = book{mediaType, []byte(content), -1, ""}
	return described(mediaType, []byte(content))
}

func (l library) image(layers ...string) string {
	return l.manifest(ociManifest, `{"schemaVersion":2,"config":`+l.blob("{}")+`,"layers":[`+strings.Join(layers, ",")+`]}`)
}

func (l library) index(children ...string) string {
	return l.manifest(ociIndex, `{"schemaVersion":2,"manifests":[`+strings.Join(children, ",")+`]}`)
}

// tag lets the tag 1 mean what a descriptor names.
func (l library) tag(descriptor string) { l["/v2/acme/app/manifests/1"] = l[l.path(descriptor)] }

func (l library) path(descriptor string) string {
	_, rest, _ := strings.Cut(descriptor, `"digest":"`)
	digest, _, _ := strings.Cut(rest, `"`)
	if _, there := l["/v2/acme/app/manifests/"+digest]; there {
		return "/v2/acme/app/manifests/" + digest
	}
	return "/v2/acme/app/blobs/" + digest
}

func TestWalkOddities(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		make  func(l library)
		items int
		is    error
		says  string
	}{
		{name: "an image", make: func(l library) { l.tag(l.image(l.blob("a"), l.blob("b"))) }, items: 4},
		{name: "a layer twice", make: func(l library) { l.tag(l.image(l.blob("a"), l.blob("a"))) }, items: 3},
		{name: "a config that is a layer too", make: func(l library) { l.tag(l.image(l.blob("{}"))) }, items: 2},
		{name: "an image twice in an index", make: func(l library) { l.tag(l.index(l.image(), l.image())) }, items: 3},
		{name: "an index in an index", make: func(l library) { l.tag(l.index(l.index(l.image(l.blob("a"))))) }, items: 5},
		{name: "an index of something that is no manifest", make: func(l library) { l.tag(l.index(l.blob("soci"))) }, items: 2},
		{name: "an empty index", make: func(l library) { l.tag(l.index()) }, items: 1},
		{name: "a signature does not bring its subject", make: func(l library) {
			subject := l.image(l.blob("secret"))
			l.tag(l.manifest(ociManifest, `{"schemaVersion":2,"config":`+l.blob("{}")+`,"layers":[],"subject":`+subject+`}`))
		}, items: 2},
		{name: "five deep", make: func(l library) { l.tag(l.index(l.index(l.index(l.index(l.image()))))) }, items: 6},
		{name: "a layer that lies elsewhere", make: func(l library) {
			l.tag(l.image(strings.Replace(described(ociLayer, []byte("windows")), `{`, `{"urls":["https://mcr.example/x"],`, 1)))
		}, items: 3},
		{name: "a type with parameters", make: func(l library) {
			l.tag(l.image())
			b := l["/v2/acme/app/manifests/1"]
			b.mediaType += "; charset=utf-8"
			l["/v2/acme/app/manifests/1"] = b
		}, items: 2},

		{name: "no such tag", make: func(library) {}, is: tenant.ErrNotFound, says: "repository acme/app has no tag 1; push it first, or name another tag"},
		{name: "a child is missing", make: func(l library) {
			l.tag(l.index(described(ociManifest, []byte("gone"))))
		}, is: tenant.ErrNotFound, says: "has no manifest " + entitlement.SHA256([]byte("gone")).String()},
		{name: "a layer is missing", make: func(l library) {
			l.tag(l.image(described(ociLayer, []byte("gone"))))
		}, is: tenant.ErrNotFound, says: "has no blob " + entitlement.SHA256([]byte("gone")).String() + "; push the image again"},
		{name: "a layer is of another size", make: func(l library) {
			d := l.blob("a")
			l[l.path(d)] = book{"x", []byte("a"), 7, ""}
			l.tag(l.image(d))
		}, is: entitlement.ErrInvalid, says: "has 7 bytes in the registry, its manifest says 1"},
		{name: "a child is of another size", make: func(l library) {
			l.tag(l.index(strings.Replace(l.image(), `"size":`, `"size":1`, 1)))
		}, is: entitlement.ErrInvalid, says: "its index says"},
		{name: "a child is of another type", make: func(l library) {
			l.tag(l.index(strings.Replace(l.image(), ociManifest, dockerManifest, 1)))
		}, is: entitlement.ErrInvalid, says: "its index says"},
		{name: "a child has other bytes", make: func(l library) {
			d := l.image()
			b := l[l.path(d)]
			b.content = append(bytes.Clone(b.content), ' ')
			l[l.path(d)] = b
			l.tag(l.index(d))
		}, is: entitlement.ErrInvalid, says: "other bytes"},
		{name: "a tag has other bytes than the registry says", make: func(l library) {
			l.tag(l.image())
			b := l["/v2/acme/app/manifests/1"]
			b.digest = entitlement.SHA256([]byte("x")).String()
			l["/v2/acme/app/manifests/1"] = b
		}, is: entitlement.ErrInvalid, says: "other bytes"},
		{name: "a digest that is none", make: func(l library) {
			l.tag(l.image())
			b := l["/v2/acme/app/manifests/1"]
			b.digest = "latest"
			l["/v2/acme/app/manifests/1"] = b
		}, is: entitlement.ErrInvalid, says: "latest"},
		{name: "no type", make: func(l library) { l.tag(l.manifest("", "{}")) }, is: entitlement.ErrInvalid, says: "of which type"},
		{name: "schema 1", make: func(l library) {
			l.tag(l.manifest("application/vnd.docker.distribution.manifest.v1+prettyjws", "{}"))
		}, is: entitlement.ErrInvalid, says: "push it as an OCI or Docker (schema 2)"},
		{name: "manifest and blob in one", make: func(l library) {
			d := l.image()
			l.tag(l.index(d, l.image(strings.Replace(d, ociManifest, ociLayer, 1))))
		}, is: entitlement.ErrInvalid, says: "named twice, as two different things"},
		{name: "two sizes of one blob", make: func(l library) {
			d := l.blob("a")
			l.tag(l.image(d, strings.Replace(d, `"size":1`, `"size":2`, 1)))
		}, is: entitlement.ErrInvalid, says: "named twice"},
		{name: "six deep", make: func(l library) { l.tag(l.index(l.index(l.index(l.index(l.index(l.image())))))) }, is: entitlement.ErrInvalid, says: "deeper than 5"},
		{name: "too many in all", make: func(l library) {
			var images []string
			for i := range 3 {
				images = append(images, l.image(strings.Repeat(l.blob(strconv.Itoa(i))+",", 3999)+l.blob("z")))
			}
			l.tag(l.index(images...))
		}, is: entitlement.ErrInvalid, says: "more than 10000"},
		{name: "too large", make: func(l library) {
			l.tag(l.manifest(ociManifest, strings.Repeat(" ", maxManifest)+"{}"))
		}, is: entitlement.ErrInvalid, says: "more than 4194304 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := library{}
			tt.make(l)
			var log strings.Builder
			w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: l}, Log: slog.New(slog.NewTextHandler(&log, nil))})
			require.NoError(t, err)
			closure, err := w.Walk(t.Context(), entitlement.Origin{}, app, "1")
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is)
				require.ErrorContains(t, err, tt.says)
				require.ErrorContains(t, err, "walking 1 in acme/app")
				require.Equal(t, entitlement.Closure{}, closure)
				return
			}
			require.NoError(t, err)
			require.Len(t, closure.Items, tt.items)
			require.Equal(t, closure.Root, closure.Items[0].Digest)
			require.Equal(t, strings.Contains(tt.name, "elsewhere"), strings.Contains(log.String(), "servers of its own"))
		})
	}
}

func TestWalkReferences(t *testing.T) {
	t.Parallel()
	w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: library{}}})
	require.NoError(t, err)
	for _, tt := range []struct{ repository, reference string }{
		{"acme/app", ""}, {"acme/app", "a/b"}, {"acme/app", "sha256:0"}, {"acme/app", "1+1"}, {"Acme", "1"}, {"", "1"},
		{"acme/app", "x/manifests/1"}, {"acme/app/manifests/1/tags", "list"},
	} {
		_, err := w.Walk(t.Context(), entitlement.Origin{}, entitlement.RepositoryPath(tt.repository), tt.reference)
		require.Error(t, err, fmt.Sprint(tt))
		if tt.reference != "list" {
			require.ErrorIs(t, err, entitlement.ErrInvalid, fmt.Sprint(tt))
		}
	}
	_, err = NewWalker(WalkerConfig{})
	require.ErrorContains(t, err, "upstream")
	_, err = NewWalker(WalkerConfig{Upstream: Upstream{Registry: "x"}, Parallel: -1})
	require.ErrorContains(t, err, "1 or more")
}

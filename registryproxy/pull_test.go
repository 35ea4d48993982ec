package registryproxy

import (
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestPullWithAClient pulls with go-containerregistry, which crane, ko and cosign
// are made of.
func TestPullWithAClient(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	auth := loginWith(token)

	index, err := remote.Index(s.ref(t, app, "1.4.2"), auth)
	require.NoError(t, err)
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	for _, platform := range manifests.Manifests {
		child, err := index.Image(platform.Digest)
		require.NoError(t, err)
		require.NoError(t, validate.Image(child), "every layer, read and hashed")
	}
	require.Equal(t, digestOf(t, s.index), digestOf(t, index))
	head, err := remote.Head(s.ref(t, app, "1.4.2"), auth)
	require.NoError(t, err)
	require.Equal(t, digestOf(t, s.index), head.Digest.String())
	child, err := remote.Image(s.ref(t, app, manifests.Manifests[1].Digest.String()), auth)
	require.NoError(t, err)
	require.NoError(t, validate.Image(child))
	tags, err := remote.List(s.ref(t, app, "x").Context(), auth)
	require.NoError(t, err)
	require.Equal(t, []string{"1.4.0", "1.4.2"}, tags)

	refused := func(r entitlement.RepositoryPath, reference string, status int, says string) {
		t.Helper()
		_, err := remote.Get(s.ref(t, r, reference), auth)
		var no *transport.Error
		require.ErrorAs(t, err, &no)
		require.Equal(t, status, no.StatusCode)
		require.ErrorContains(t, err, says)
	}
	refused(app, "2.0.0", http.StatusForbidden, "acme/app:2.0.0 is not available to you, or does not exist; you hold 1.4.0, 1.4.2")
	refused(app, digestOf(t, s.newer), http.StatusNotFound, codeManifestUnknown)
	refused(other, "1.0.0", http.StatusNotFound, codeNameUnknown)
	refused("acme/nowhere", "1.0.0", http.StatusNotFound, codeNameUnknown)

	s.gate.change(func(g *testGate) { g.grants["globex"][0].Expires = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
	refused(app, "1.4.2", http.StatusForbidden, "your access to acme/app ended at 2026-01-01T00:00:00Z")
}

// TestChangesAreInForceAtOnce holds one access token and changes what it is
// worth.
func TestChangesAreInForceAtOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app), pull(other))
	status := func(path string) int {
		t.Helper()
		resp, _ := s.request(t, http.MethodGet, path, bearer)
		return resp.StatusCode
	}
	newer, held := "/v2/acme/app/manifests/2.0.0", "/v2/acme/app/manifests/1.4.2"
	blob := "/v2/acme/app/blobs/" + configOf(t, s.newer)
	foreign := "/v2/acme/other/manifests/1.0.0"
	require.Equal(t, []int{200, 403, 404, 404}, []int{status(held), status(newer), status(blob), status(foreign)})

	s.gate.grant("globex", "app", entitlement.Only("2.0.0"), time.Time{})
	s.gate.grant("globex", "other", entitlement.All(), time.Time{})
	require.Equal(t, []int{200, 200, 200, 200}, []int{status(held), status(newer), status(blob), status(foreign)}, "with the token that was there before")

	s.gate.change(func(g *testGate) { g.off["globex"] = true })
	require.Equal(t, []int{404, 404, 404}, []int{status(held), status(newer), status(blob)})
	s.gate.change(func(g *testGate) { g.off["globex"] = false })
	require.Equal(t, 200, status(held))

	s.gate.change(func(g *testGate) { g.grants["globex"][1].Expires = time.Now() })
	require.Equal(t, []int{200, 403, 404}, []int{status(held), status(newer), status(blob)})

	s.gate.revoke(token)
	require.Equal(t, []int{401, 401, 401}, []int{status(held), status(newer), status("/v2/")})
}

// TestAnswersOfContent is what GET and HEAD say about what may be pulled.
func TestAnswersOfContent(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	raw, err := s.index.RawManifest()
	require.NoError(t, err)
	root := digestOf(t, s.index)
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	child := manifests.Manifests[0]
	layer := digestOf(t, s.shared)
	size, err := s.shared.Size()
	require.NoError(t, err)
	tests := []struct {
		name, path, digest, mediaType string
		size                          int64
	}{
		{"by tag", "manifests/1.4.2", root, "application/vnd.oci.image.index.v1+json", int64(len(raw))},
		{"by digest", "manifests/" + root, root, "application/vnd.oci.image.index.v1+json", int64(len(raw))},
		{"child", "manifests/" + child.Digest.String(), child.Digest.String(), string(child.MediaType), child.Size},
		{"manifest asked for as a blob", "blobs/" + root, root, "application/vnd.oci.image.index.v1+json", int64(len(raw))},
		{"layer that a version not held shares", "blobs/" + layer, layer, "application/octet-stream", size},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := "/v2/acme/app/" + tt.path
			get, body := s.request(t, http.MethodGet, path, bearer, "Accept-Encoding", "gzip, zstd", "Accept", "text/plain")
			head, none := s.request(t, http.MethodHead, path, bearer)
			require.Empty(t, none)
			require.Len(t, body, int(tt.size))
			require.Equal(t, tt.digest, entitlement.SHA256([]byte(body)).String())
			for _, resp := range []*reply{get, head} {
				require.Equal(t, http.StatusOK, resp.StatusCode)
				require.Equal(t, map[string]string{
					"Content-Type": tt.mediaType, "Docker-Content-Digest": tt.digest, "Etag": `"` + tt.digest + `"`,
					"Content-Length": strconv.FormatInt(tt.size, 10), "Cache-Control": "private, no-cache", "Vary": "Authorization",
					"X-Content-Type-Options": "nosniff", "Docker-Distribution-Api-Version": "registry/2.0",
				}, said(resp))
			}
			for _, tags := range []string{`"` + tt.digest + `"`, `W/"` + tt.digest + `"`, `"x", "` + tt.digest + `"`, "*"} {
				resp, body := s.request(t, http.MethodGet, path, bearer, "If-None-Match", tags)
				require.Equal(t, http.StatusNotModified, resp.StatusCode, tags)
				require.Empty(t, body)
				require.Equal(t, `"`+tt.digest+`"`, resp.Header.Get("Etag"))
			}
			resp, _ := s.request(t, http.MethodGet, path, bearer, "If-None-Match", `"sha256:x"`)
			require.Equal(t, http.StatusOK, resp.StatusCode)
		})
	}
	t.Run("an entity tag tells nothing of what is not held", func(t *testing.T) {
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/2.0.0", bearer, "If-None-Match", `"`+digestOf(t, s.newer)+`"`)
		require.Equal(t, http.StatusForbidden, resp.StatusCode)
	})
	t.Run("a blob asked for as a manifest", func(t *testing.T) {
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/manifests/"+layer, bearer)
		require.Equal(t, http.StatusNotFound, resp.StatusCode)
		require.Equal(t, codeManifestUnknown, code(t, body))
	})
	t.Run("a digest of another repository", func(t *testing.T) {
		s.gate.grant("globex", "other", entitlement.All(), time.Time{})
		bearer := s.bearer(t, s.gate.token(t, "globex"), pull(other))
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/other/blobs/"+layer, bearer)
		require.Equal(t, http.StatusNotFound, resp.StatusCode)
	})
}

// said is the header of an answer, without what the server adds and without
// Accept-Ranges, which only blobs have.
func said(resp *reply) map[string]string {
	header := map[string]string{}
	for name, values := range resp.Header {
		if name != "Date" && name != "Accept-Ranges" && name != "Connection" {
			header[name] = strings.Join(values, "|")
		}
	}
	return header
}

func TestRanges(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	digest := digestOf(t, s.shared)
	content, err := s.shared.Compressed()
	require.NoError(t, err)
	blob, err := io.ReadAll(content)
	require.NoError(t, err)
	path, size := "/v2/acme/app/blobs/"+digest, len(blob)
	total := strconv.Itoa(size)
	tests := []struct {
		name    string
		header  []string
		status  int
		content string // of Content-Range
		body    string
	}{
		{"all", nil, 200, "", string(blob)},
		{"from here on", []string{"Range", "bytes=100-"}, 206, "bytes 100-" + strconv.Itoa(size-1) + "/" + total, string(blob[100:])},
		{"a part", []string{"Range", "bytes=0-9"}, 206, "bytes 0-9/" + total, string(blob[:10])},
		{"the end", []string{"Range", "bytes=-5"}, 206, "bytes " + strconv.Itoa(size-5) + "-" + strconv.Itoa(size-1) + "/" + total, string(blob[size-5:])},
		{"behind the end", []string{"Range", "bytes=" + total + "-"}, 416, "bytes */" + total, ""},
		{"a unit of its own", []string{"Range", "bits=0-1"}, 200, "", string(blob)},
		{"if it is this", []string{"Range", "bytes=0-9", "If-Range", `"` + digest + `"`}, 206, "bytes 0-9/" + total, string(blob[:10])},
		{"if it is another", []string{"Range", "bytes=0-9", "If-Range", `"x"`}, 200, "", string(blob)},
		{"if it is as old", []string{"Range", "bytes=0-9", "If-Range", "Sun, 22 Nov 2026 00:00:00 GMT"}, 200, "", string(blob)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := s.request(t, http.MethodGet, path, bearer, tt.header...)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.content, resp.Header.Get("Content-Range"))
			require.Equal(t, strconv.Itoa(len(tt.body)), resp.Header.Get("Content-Length"))
			require.Equal(t, "bytes", resp.Header.Get("Accept-Ranges"))
			require.Equal(t, tt.body, body)
		})
	}
	t.Run("several", func(t *testing.T) {
		resp, body := s.request(t, http.MethodGet, path, bearer, "Range", "bytes=0-1,5-6")
		require.Equal(t, http.StatusPartialContent, resp.StatusCode)
		require.True(t, strings.HasPrefix(resp.Header.Get("Content-Type"), "multipart/byteranges; boundary="), resp.Header.Get("Content-Type"))
		require.Contains(t, body, "Content-Range: bytes 5-6/"+total)
	})
}

func TestPullLog(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app), pull("acme/nowhere"), pull(other))
	root, newer := entitlement.Digest{}, digestOf(t, s.newer)
	require.NoError(t, root.UnmarshalText([]byte(digestOf(t, s.index))))
	unheld, err := entitlement.ParseDigest(newer)
	require.NoError(t, err)
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	absent := "sha256:" + strings.Repeat("0", 64)
	tests := []struct {
		name, method, path string
		want               *entitlement.Pull
	}{
		{"tag", "GET", "acme/app/manifests/1.4.2", &entitlement.Pull{Reference: "1.4.2", Digest: root, Version: "1.4.2", Allowed: true, Reason: entitlement.Granted}},
		{"tag, only looked at", "HEAD", "acme/app/manifests/1.4.2", nil},
		{"root", "GET", "acme/app/manifests/" + root.String(), &entitlement.Pull{Reference: root.String(), Digest: root, Version: "1.4.2", Allowed: true, Reason: entitlement.Granted}},
		{"child", "GET", "acme/app/manifests/" + manifests.Manifests[0].Digest.String(), nil},
		{"blob", "GET", "acme/app/blobs/" + digestOf(t, s.shared), nil},
		{"list", "GET", "acme/app/tags/list", nil},
		{"tag not held", "GET", "acme/app/manifests/2.0.0", &entitlement.Pull{Reference: "2.0.0", Digest: unheld, Version: "2.0.0", Reason: entitlement.NotCovered}},
		{"tag not held, only looked at", "HEAD", "acme/app/manifests/2.0.0", nil},
		{"tag not there", "GET", "acme/app/manifests/9", &entitlement.Pull{Reference: "9", Reason: entitlement.Unknown}},
		{"digest not held", "GET", "acme/app/manifests/" + newer, &entitlement.Pull{Reference: newer, Digest: unheld, Version: "2.0.0", Reason: entitlement.NotCovered}},
		{"blob not there", "GET", "acme/app/blobs/" + absent, &entitlement.Pull{Reference: absent, Reason: entitlement.Unknown}},
		{"nothing held", "GET", "acme/other/manifests/1.0.0", &entitlement.Pull{Repository: other, Reference: "1.0.0", Version: "1.0.0", Reason: entitlement.NoGrant}},
		{"no such repository", "GET", "acme/nowhere/manifests/1", &entitlement.Pull{Repository: "acme/nowhere", Reference: "1", Reason: entitlement.Unknown}},
	}
	agent := "docker/28 " + strings.Repeat("x", 189) + "ü" + "y"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s.gate.logged()
			_, _ = s.request(t, tt.method, "/v2/"+tt.path, bearer, "User-Agent", agent)
			logged := s.gate.logged()
			if tt.want == nil {
				require.Empty(t, logged)
				return
			}
			require.Len(t, logged, 1)
			got := logged[0]
			require.WithinDuration(t, time.Now(), got.Time, time.Minute)
			require.Equal(t, agent[:199], got.Client, "cut between letters")
			require.Equal(t, "127.0.0.1", got.Address.String())
			if got.Allowed {
				document, err := s.index.RawManifest()
				require.NoError(t, err)
				require.EqualValues(t, len(document), got.Bytes)
			}
			if tt.want.Repository == "" {
				tt.want.Repository = app
			}
			if tt.want.Repository == other {
				got.Digest = entitlement.Digest{}
			}
			got.Time, got.Client, got.Address, got.Bytes = time.Time{}, "", netip.Addr{}, 0
			require.Equal(t, *tt.want, got)
		})
	}
	t.Run("a log that fails stops nobody", func(t *testing.T) {
		s.gate.change(func(g *testGate) { g.deaf = errors.New("the log is full") })
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", bearer)
		require.Equal(t, http.StatusOK, resp.StatusCode)
		require.Contains(t, s.log.String(), "the log is full")
	})
}

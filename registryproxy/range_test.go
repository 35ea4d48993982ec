package registryproxy

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, set   string
		size        int64
		first, last int64
		ignored     bool
	}{
		{name: "a part", set: "0-9", size: 100, first: 0, last: 9},
		{name: "one byte", set: "99-99", size: 100, first: 99, last: 99},
		{name: "from somewhere on", set: "10-", size: 100, first: 10, last: 99},
		{name: "the end", set: "-5", size: 100, first: 95, last: 99},
		{name: "more than the end", set: "-500", size: 100, first: 0, last: 99},
		{name: "beyond the end", set: "90-500", size: 100, first: 90, last: 99},
		{name: "behind the end", set: "100-", size: 100, first: 100, last: 99},
		{name: "far behind the end", set: "200-300", size: 100, first: 200, last: 99},
		{name: "no bytes of the end", set: "-0", size: 100, first: 100, last: 99},
		{name: "of nothing", set: "0-", size: 0, first: 0, last: -1},
		{name: "the end of nothing", set: "-1", size: 0, first: 0, last: -1},
		{name: "the wrong way round", set: "9-0", size: 100, ignored: true},
		{name: "no ends", set: "-", size: 100, ignored: true},
		{name: "no dash", set: "5", size: 100, ignored: true},
		{name: "no number", set: "a-b", size: 100, ignored: true},
		{name: "less than nothing", set: "--5", size: 100, ignored: true},
		{name: "too large a number", set: "0-99999999999999999999", size: 100, ignored: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, last, formed := span(tt.set, tt.size)
			require.Equal(t, !tt.ignored, formed)
			require.Equal(t, tt.first, first)
			require.Equal(t, tt.last, last)
		})
	}
}

func TestRangeOf(t *testing.T) {
	t.Parallel()
	many := func(n int) string { return "bytes=" + strings.TrimSuffix(strings.Repeat("0-0,", n), ",") }
	tests := []struct {
		name   string
		header http.Header
		want   string // that goes on; empty: all of it
		none   bool
	}{
		{name: "nothing said", header: http.Header{}},
		{name: "one", header: http.Header{"Range": {"bytes=10-"}}, want: "bytes=10-1999"},
		{name: "two", header: http.Header{"Range": {"bytes=0-9, -5"}}, want: "bytes=0-9,1995-1999"},
		{name: "two, one of them behind the end", header: http.Header{"Range": {"bytes=0-9,2000-"}}, want: "bytes=0-9"},
		{name: "two, both behind the end", header: http.Header{"Range": {"bytes=2000-,3000-4000"}}, none: true},
		{name: "two, one of them none", header: http.Header{"Range": {"bytes=0-9,x"}}},
		{name: "two, one of them empty", header: http.Header{"Range": {"bytes=0-9,"}}},
		{name: "as many as may be", header: http.Header{"Range": {many(maxRanges)}}, want: many(maxRanges)},
		{name: "too many", header: http.Header{"Range": {many(maxRanges + 1)}}},
		{name: "all of it, twice", header: http.Header{"Range": {"bytes=0-,0-"}}},
		{name: "more than all of it", header: http.Header{"Range": {"bytes=0-1500,1000-1999"}}},
		{name: "in two headers", header: http.Header{"Range": {"bytes=0-1", "bytes=5-6"}}},
		{name: "in another unit", header: http.Header{"Range": {"lines=0-1"}}},
		{name: "if it is this one", header: http.Header{"Range": {"bytes=0-1,5-6"}, "If-Range": {`"tag"`}}, want: "bytes=0-1,5-6"},
		{name: "if it is about this one", header: http.Header{"Range": {"bytes=0-1"}, "If-Range": {`W/"tag"`}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header, ok := rangeOf(&http.Request{Header: tt.header}, `"tag"`, 2000)
			require.Equal(t, !tt.none, ok)
			require.Equal(t, tt.want, header.Get("Range"))
		})
	}
}

// TestRangesOverUpstream is that a range is a part of the blob or all of it, as
// the upstream can do it, also where the digest is not a sha256.
func TestRangesOverUpstream(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	long, err := entitlement.ParseDigest(sha512Of("all of a blob"))
	require.NoError(t, err)
	root := entitlement.SHA256([]byte("{}"))
	s.gate.publish(app, entitlement.Pinned{Version: "5.0.0", Tag: "5.0.0", Closures: []entitlement.Closure{{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: 2, MediaType: ociManifest, Manifest: []byte("{}")},
		{Digest: long, Role: entitlement.RoleLayer, Size: 13, MediaType: ociLayer},
	}}}})
	s.gate.grant("globex", "app", entitlement.Only("5.0.0"), time.Time{})
	staff := s.bearer(t, s.gate.token(t, ""), pushApp)
	resp, _ := s.request(t, http.MethodPost, "/v2/acme/app/blobs/uploads/", staff)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.server.URL+resp.Header.Get("Location")+"&digest="+long.String(), strings.NewReader("all of a blob"))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+staff)
	resp, _ = send(t, req)
	require.Equal(t, http.StatusCreated, resp.StatusCode)

	path := "/v2/acme/app/blobs/" + long.String()
	ask := func(method, set string) (*reply, string) {
		return s.request(t, method, path, s.bearer(t, s.gate.token(t, "globex"), pull(app)), "Range", set)
	}
	resp, body := ask(http.MethodGet, "bytes=-4")
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.Equal(t, "blob", body)
	require.Equal(t, long.String(), resp.Header.Get("Docker-Content-Digest"))
	resp, body = ask(http.MethodGet, "bytes=0-2,-4")
	require.Equal(t, http.StatusPartialContent, resp.StatusCode)
	require.Contains(t, body, "bytes 9-12/13")
	resp, _ = ask(http.MethodHead, "bytes=-4")
	require.Equal(t, http.StatusOK, resp.StatusCode, "a range of HEAD means nothing (RFC 9110 §14.2)")
	require.Equal(t, "13", resp.Header.Get("Content-Length"))

	inner := s.upstream.Transport
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		r.Header.Del("Range")
		return inner.RoundTrip(r)
	})
	s.serve(t, s.gate)
	for _, set := range []string{"bytes=-4", "bytes=0-2,-4"} {
		resp, body = ask(http.MethodGet, set)
		require.Equal(t, http.StatusOK, resp.StatusCode, "an upstream that knows no ranges")
		require.Equal(t, "all of a blob", body)
		require.Empty(t, resp.Header.Get("Content-Range"))
	}
}

// TestUpstreamHeaders is that of what an upstream says in its headers, nobody gets
// to see anything but what is known to be meant for them.
func TestUpstreamHeaders(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	inner := s.upstream.Transport
	s.upstream.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		resp, err := inner.RoundTrip(r)
		if err == nil && r.URL.Path != registryPath {
			for i := range 90 {
				resp.Header.Set("X-Hostile-"+strconv.Itoa(i), "secret")
			}
			for _, name := range []string{
				"Set-Cookie", "Server", "Via", "X-Ms-Copy-Source", "X-Amz-Request-Id", "Www-Authenticate", "Refresh", "Content-Encoding", "Content-Disposition",
				"Content-Security-Policy", "Access-Control-Allow-Origin", "Strict-Transport-Security", "Clear-Site-Data", "Alt-Svc", "X-Registry-Supports-Signatures",
				"Cache-Control", "Expires", "Age", "Trailer", "Upgrade", "Proxy-Authenticate", "Warning",
			} {
				resp.Header.Set(name, "secret")
			}
		}
		return resp, err
	})
	s.serve(t, publishingGate{s.gate})
	customer, staff := s.bearer(t, s.gate.token(t, "globex"), pull(app)), s.bearer(t, s.gate.token(t, ""), pushApp)
	blob := "/v2/acme/app/blobs/" + digestOf(t, s.shared)
	for _, ask := range []struct{ method, path, bearer string }{
		{http.MethodGet, blob, customer}, {http.MethodHead, blob, customer}, {http.MethodGet, "/v2/acme/app/manifests/1.4.2", customer},
		{http.MethodGet, blob, staff}, {http.MethodHead, blob, staff}, {http.MethodGet, "/v2/acme/app/manifests/1.4.2", staff},
		{http.MethodGet, "/v2/acme/app/tags/list", staff}, {http.MethodGet, "/v2/acme/app/referrers/" + absent, staff}, {http.MethodPost, "/v2/acme/app/blobs/uploads/", staff},
		{http.MethodGet, "/v2/acme/app/manifests/9", staff}, {http.MethodPost, "/v2/acme/app/blobs/uploads/?digest=" + absent, staff},
	} {
		resp, _ := s.request(t, ask.method, ask.path, ask.bearer)
		for name, values := range resp.Header {
			require.NotContains(t, values, "secret", "%s of %s %s", name, ask.method, ask.path)
		}
		require.LessOrEqual(t, len(resp.Header), 16, "%s %s", ask.method, ask.path)
	}
}

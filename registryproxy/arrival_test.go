package registryproxy

import (
	"crypto/sha512"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// put pushes a manifest by hand.
func (s *stand) put(t *testing.T, bearer, path, mediaType, body string) (*reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.server.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+bearer)
	req.Header.Set("Content-Type", mediaType)
	return send(t, req)
}

const pushApp = "repository:acme/app:pull,push"

// TestPushedTagStays is that a tag of a published version keeps its meaning, that
// pushing what it means already is fine, and that clients show why.
func TestPushedTagStays(t *testing.T) {
	t.Parallel()
	for name, upstream := range map[string]func(testing.TB) Upstream{"distribution": embeddedUpstream, "go-containerregistry": plainUpstream} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStandOver(t, upstream(t))
			auth := loginWith(s.gate.token(t, ""))
			err := remote.Write(s.ref(t, app, "1.4.2"), imageWith(t), auth)
			require.ErrorContains(t, err, "DENIED: conflict: tag 1.4.2 is published as version 1.4.2; push it under another tag")
			require.Empty(t, s.gate.pushed())
			still, err := remote.Head(s.ref(t, app, "1.4.2"), auth)
			require.NoError(t, err)
			require.Equal(t, digestOf(t, s.index), still.Digest.String())

			bearer := s.bearer(t, s.gate.token(t, ""), pushApp)
			same, err := s.index.RawManifest()
			require.NoError(t, err)
			resp, body := s.put(t, bearer, "/v2/acme/app/manifests/1.4.2", ociIndex, string(same))
			require.Equal(t, http.StatusCreated, resp.StatusCode, body)
			require.Equal(t, "1.4.2", s.gate.pushed()[0].Tag)
			require.NoError(t, remote.Write(s.ref(t, app, "9.9.9"), imageWith(t), auth), "a tag that is not published")

			resp, body = s.put(t, bearer, "/v2/acme/app/manifests/1.4.2", ociIndex, `{"schemaVersion":2,"manifests":[]}`)
			require.Equal(t, http.StatusConflict, resp.StatusCode)
			require.Equal(t, codeDenied, code(t, body))
		})
	}
}

// TestPushedManifest is what is looked at in a manifest before it goes on, and what
// the gate is told of it.
func TestPushedManifest(t *testing.T) {
	t.Parallel()
	s := newStandOver(t, plainUpstream(t))
	counted := &countingTransport{inner: s.upstream.Transport}
	s.upstream.Transport = counted
	s.serve(t, publishingGate{s.gate})
	bearer := s.bearer(t, s.gate.token(t, ""), pushApp)
	one := described(ociLayer, []byte("one"))
	image := `{"schemaVersion":2,"config":` + one + `,"layers":[]}`
	digest, absent := entitlement.SHA256([]byte(image)), "sha256:"+strings.Repeat("0", 64)
	subject := entitlement.SHA256([]byte("it"))
	derived := "sha256-" + strings.Repeat("1", 64)
	tests := []struct {
		name, reference, mediaType, body string
		status                           int
		code                             string
		want                             entitlement.Push
	}{
		{name: "a tag", reference: "9", want: entitlement.Push{Tag: "9"}},
		{name: "its digest", reference: digest.String()},
		{name: "its digest, said twice", reference: "9?digest=" + digest.String(), want: entitlement.Push{Tag: "9"}},
		{name: "a tag made of a digest", reference: derived + ".sig", want: entitlement.Push{Tag: derived + ".sig", Subject: entitlement.DerivedFrom(derived)}},
		{name: "with parameters of its type", reference: "9", mediaType: ociManifest + "; charset=utf-8", want: entitlement.Push{Tag: "9", MediaType: ociManifest}},
		{name: "of a type that only the upstream knows", reference: "9", mediaType: "application/vnd.acme+json", body: `{}`, want: entitlement.Push{Tag: "9"}},

		{name: "another digest", reference: absent, status: 400, code: codeDigestInvalid},
		{name: "another digest than it is said to have", reference: "9?digest=" + absent, status: 400, code: codeDigestInvalid},
		{name: "no digest", reference: "9?digest=x", status: 400, code: codeDigestInvalid},
		{name: "no manifest", reference: "9", body: `{}`, status: 400, code: codeManifestInvalid},
		{name: "nothing", reference: "9", body: " ", status: 400, code: codeManifestInvalid},
		{name: "of two shapes", reference: "9", body: `{"manifests":[],` + image[1:], status: 400, code: codeManifestInvalid},
		{name: "a key twice", reference: "9", body: `{"layers":[],` + image[1:], status: 400, code: codeManifestInvalid},
		{name: "of another type than it says", reference: "9", body: `{"mediaType":"` + ociIndex + `",` + image[1:], status: 400, code: codeManifestInvalid},
		{name: "a subject that is none", reference: "9", body: `{"subject":{},` + image[1:], status: 400, code: codeManifestInvalid},
		{name: "too many tags", reference: digest.String() + "?tag=1" + strings.Repeat("&tag=1", maxPushTags), status: 414, code: codeManifestInvalid},
		{name: "a tag that cannot be", reference: digest.String() + "?tag=a%2Fb", status: 400, code: codeManifestInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.mediaType == "" {
				tt.mediaType = ociManifest
			}
			if tt.body == "" {
				tt.body = image
			}
			s.gate.pushed()
			counted.count() // from here on
			resp, body := s.put(t, bearer, "/v2/acme/app/manifests/"+tt.reference, tt.mediaType, tt.body)
			if tt.code != "" {
				require.Equal(t, tt.status, resp.StatusCode, body)
				require.Equal(t, tt.code, code(t, body))
				require.Zero(t, counted.count(), "nothing of it went on")
				require.Empty(t, s.gate.pushed())
				return
			}
			require.Equal(t, http.StatusCreated, resp.StatusCode, body)
			if tt.want.MediaType == "" {
				tt.want.MediaType = tt.mediaType
			}
			tt.want.Digest, tt.want.Manifest = entitlement.SHA256([]byte(tt.body)), []byte(tt.body)
			require.Equal(t, []entitlement.Push{tt.want}, s.gate.pushed())
			require.Equal(t, tt.want.Digest.String(), resp.Header.Get("Docker-Content-Digest"))
		})
	}
	t.Run("a gate that cannot take it in", func(t *testing.T) {
		s.gate.change(func(g *testGate) { g.stuck = errors.New("the disk is gone") })
		resp, body := s.put(t, bearer, "/v2/acme/app/manifests/9", ociManifest, image)
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
		require.NotEmpty(t, resp.Header.Get("Retry-After"))
		require.NotContains(t, body, "disk")
		s.gate.change(func(g *testGate) { g.stuck = nil })
		resp, _ = s.put(t, bearer, "/v2/acme/app/manifests/9", ociManifest, image)
		require.Equal(t, http.StatusCreated, resp.StatusCode, "the client pushes again")
		require.Len(t, s.gate.pushed(), 1)
	})
	t.Run("a gate that cannot say whether a tag may move", func(t *testing.T) {
		gate := &choosyGate{Gatekeeper: s.gate, mayMove: errors.New("the disk is gone")}
		s.serve(t, gate)
		resp, _ := s.put(t, s.bearer(t, s.gate.token(t, ""), pushApp), "/v2/acme/app/manifests/9", ociManifest, image)
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	})
	t.Run("what it refers to", func(t *testing.T) {
		s.serve(t, publishingGate{s.gate})
		signature := `{"subject":` + described(ociManifest, []byte("it")) + `,` + image[1:]
		resp, _ := s.put(t, s.bearer(t, s.gate.token(t, ""), pushApp), "/v2/acme/app/manifests/"+derived, ociManifest, signature)
		require.Equal(t, http.StatusCreated, resp.StatusCode)
		require.Equal(t, subject.String(), resp.Header.Get("OCI-Subject"))
		require.Equal(t, subject, s.gate.pushed()[0].Subject, "it knows better than its tag")
	})
}

func sha512Of(text string) string { return fmt.Sprintf("sha512:%x", sha512.Sum512([]byte(text))) }

// TestPushOverUpstream is what becomes of a push that the upstream takes in its own
// way.
func TestPushOverUpstream(t *testing.T) {
	t.Parallel()
	gate := newTestGate()
	gate.product("app", app)
	one := described(ociLayer, []byte("one"))
	image := `{"schemaVersion":2,"config":` + one + `,"layers":[]}`
	signature := `{"subject":` + described(ociManifest, []byte("it")) + `,` + image[1:]
	digest := entitlement.SHA256([]byte(image)).String()
	location := "/v2/acme/app/manifests/" + digest
	headers := func(pairs ...string) http.Header {
		h := http.Header{"Location": {location}}
		for i := 0; i < len(pairs); i += 2 {
			h[pairs[i]] = append(h[pairs[i]], pairs[i+1])
		}
		return h
	}
	tests := []struct {
		name, reference, body string
		upstream              roundTripper
		status                int
		tags                  []string // that were pushed
		header                map[string]string
	}{
		{name: "it says nothing of the digest", reference: "9", upstream: answer(201, headers(), ""), status: 201, tags: []string{"9"}},
		{
			name: "it says the digest in another way", reference: "9", status: 201, tags: []string{"9"},
			upstream: answer(201, headers("Docker-Content-Digest", sha512Of(image)), ""),
		},
		{name: "it took something else", reference: "9", upstream: answer(201, headers("Docker-Content-Digest", absent), ""), status: 502},
		{name: "it says something else", reference: "9", upstream: answer(201, headers("Docker-Content-Digest", "latest"), ""), status: 502},
		{name: "it refuses", reference: "9", upstream: answer(400, nil, `{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN","message":"x"}]}`), status: 400},
		{name: "it fails", reference: "9", upstream: answer(500, nil, ""), status: 502},
		{name: "it forbids us", reference: "9", upstream: answer(403, nil, ""), status: 502},
		{
			name: "it lists referrers itself", reference: "9", body: signature, status: 201, tags: []string{"9"},
			upstream: answer(201, headers("Oci-Subject", entitlement.SHA256([]byte("it")).String()), ""),
			header:   map[string]string{"Oci-Subject": entitlement.SHA256([]byte("it")).String()},
		},
		{
			name: "it sets some of the tags", reference: digest + "?tag=1&tag=2&tag=latest", status: 201, tags: []string{"1", "latest"},
			upstream: answer(201, headers("Oci-Tag", "1, other", "Oci-Tag", "latest"), ""),
			header:   map[string]string{"Oci-Tag": "1, latest"},
		},
		{
			name: "it sets no tags", reference: digest + "?tag=1", status: 201, tags: []string{""},
			upstream: answer(201, headers(), ""), header: map[string]string{"Oci-Tag": ""},
		},
		{
			name: "it says of a tag that it is another", reference: "9?tag=1", status: 201, tags: []string{"9"},
			upstream: answer(201, headers("Oci-Tag", "1"), ""), header: map[string]string{"Oci-Tag": ""},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &stand{gate: gate, upstream: Upstream{Registry: "http://up.example", Transport: tt.upstream}}
			s.serve(t, publishingGate{gate})
			if tt.body == "" {
				tt.body = image
			}
			gate.pushed()
			resp, body := s.put(t, s.bearer(t, gate.token(t, ""), pushApp), "/v2/acme/app/manifests/"+tt.reference, ociManifest, tt.body)
			require.Equal(t, tt.status, resp.StatusCode, body)
			var tags []string
			for _, push := range gate.pushed() {
				tags = append(tags, push.Tag)
			}
			require.Equal(t, tt.tags, tags)
			for name, value := range tt.header {
				require.Equal(t, value, resp.Header.Get(name))
			}
			if tt.status == 502 {
				require.NotEmpty(t, s.log.String())
			}
		})
	}
	t.Run("a tag among several that is to stay", func(t *testing.T) {
		var none *entitlement.Contents
		root := entitlement.SHA256([]byte("root"))
		gate.change(func(g *testGate) {
			g.contents[app] = none.With([]entitlement.Pinned{{Version: "1.0.0", Tag: "1.0.0", Closures: []entitlement.Closure{{Root: root, Items: []entitlement.Item{{Digest: root, Role: entitlement.RoleRoot}}}}}}, nil)
		})
		asked := 0
		s := &stand{gate: gate, upstream: Upstream{Registry: "http://up.example", Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			asked++
			return nil, errors.New("nobody asks")
		})}}
		s.serve(t, publishingGate{gate})
		resp, body := s.put(t, s.bearer(t, gate.token(t, ""), pushApp), fmt.Sprintf("/v2/acme/app/manifests/%s?tag=2.0.0&tag=1.0.0", digest), ociManifest, image)
		require.Equal(t, http.StatusConflict, resp.StatusCode)
		require.Equal(t, codeDenied, code(t, body))
		require.Zero(t, asked)
	})
}

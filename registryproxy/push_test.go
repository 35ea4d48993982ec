package registryproxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/stream"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestStaffPush(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	auth := loginWith(s.gate.token(t, ""))
	img := imageWith(t, s.shared)
	require.NoError(t, remote.Write(s.ref(t, app, "3.0.0"), img, auth))

	back, err := remote.Image(s.ref(t, app, "3.0.0"), auth)
	require.NoError(t, err)
	require.NoError(t, validate.Image(back))
	require.Equal(t, digestOf(t, img), digestOf(t, back))
	tags, err := remote.List(s.ref(t, app, "x").Context(), auth, remote.WithPageSize(1))
	require.NoError(t, err)
	require.Equal(t, []string{"1.4.0", "1.4.2", "2.0.0", "3.0.0"}, tags, "page by page")
	head, _ := s.request(t, http.MethodHead, "/v2/acme/app/tags/list", s.bearer(t, s.gate.token(t, ""), pull(app)))
	require.Equal(t, http.StatusOK, head.StatusCode)
	require.NoError(t, remote.WriteIndex(s.ref(t, app, "3.1.0"), twoPlatforms(t, s.shared), auth))

	t.Run("it is visible to a customer once it is published", func(t *testing.T) {
		s.gate.grant("globex", "app", entitlement.Only("3.0.0"), time.Time{})
		customer := loginWith(s.gate.token(t, "globex"))
		_, err := remote.Image(s.ref(t, app, "3.0.0"), customer)
		require.ErrorContains(t, err, "not available to you")
		s.publish(t, app, "3.0.0")
		pulled, err := remote.Image(s.ref(t, app, "3.0.0"), customer)
		require.NoError(t, err)
		require.NoError(t, validate.Image(pulled))
	})
	t.Run("a stream, of which nobody knows the length", func(t *testing.T) {
		layer := stream.NewLayer(io.NopCloser(bytes.NewReader(bytes.Repeat([]byte("x"), 1<<20))))
		require.NoError(t, remote.WriteLayer(s.ref(t, app, "x").Context(), layer, auth))
		held, err := remote.Layer(s.ref(t, app, "x").Context().Digest(digestOf(t, layer)), auth)
		require.NoError(t, err)
		_, err = held.Size()
		require.NoError(t, err)
	})
	t.Run("a layer of another repository", func(t *testing.T) {
		mounted := &remote.MountableLayer{Layer: s.shared, Reference: s.ref(t, app, "3.0.0")}
		require.NoError(t, remote.WriteLayer(s.ref(t, other, "x").Context(), mounted, auth))
		_, err := remote.Head(s.ref(t, other, "1.0.0"), auth)
		require.NoError(t, err)
	})
	t.Run("a repository of no product", func(t *testing.T) {
		err := remote.Write(s.ref(t, "acme/nowhere", "1"), img, auth)
		require.ErrorContains(t, err, "no product has the repository acme/nowhere")
	})
	t.Run("a pull by tag is logged", func(t *testing.T) {
		s.gate.logged()
		_, err := remote.Get(s.ref(t, app, "3.0.0"), auth)
		require.NoError(t, err)
		var logged []entitlement.Pull // once the answer has been sent
		require.Eventually(t, func() bool { logged = append(logged, s.gate.logged()...); return len(logged) > 0 }, 5*time.Second, time.Millisecond)
		require.Len(t, logged, 1)
		require.Equal(t, digestOf(t, img), logged[0].Digest.String())
		require.True(t, logged[0].Allowed)
	})
}

// TestUploadByHand takes an upload through all of its requests, and finds our own
// address in every answer.
func TestUploadByHand(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push", "repository:acme/other:pull,push")
	send := func(method, path string, body string, header ...string) *reply {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.server.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+bearer)
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		resp, _ := send(t, req)
		return resp
	}
	blob := "all of a blob"
	digest := entitlement.SHA256([]byte(blob)).String()
	next := func(resp *reply) string {
		t.Helper()
		location := resp.Header.Get("Location")
		require.True(t, strings.HasPrefix(location, "/v2/acme/app/blobs/uploads/"), location)
		return location
	}

	begun := send("POST", "/v2/acme/app/blobs/uploads/", "")
	require.Equal(t, http.StatusAccepted, begun.StatusCode)
	require.NotEmpty(t, begun.Header.Get("Docker-Upload-Uuid"))
	first := send("PATCH", next(begun), blob[:6], "Content-Range", "0-5", "Content-Type", "application/octet-stream")
	require.Equal(t, http.StatusAccepted, first.StatusCode)
	require.Equal(t, "0-5", first.Header.Get("Range"))
	state := send("GET", next(first), "")
	require.Equal(t, http.StatusNoContent, state.StatusCode)
	require.Equal(t, "0-5", state.Header.Get("Range"))
	second := send("PATCH", next(state), blob[6:], "Content-Range", fmt.Sprintf("6-%d", len(blob)-1), "Content-Type", "application/octet-stream")
	require.Equal(t, http.StatusAccepted, second.StatusCode)
	done := send("PUT", next(second)+"&digest="+digest, "")
	require.Equal(t, http.StatusCreated, done.StatusCode)
	require.Equal(t, "/v2/acme/app/blobs/"+digest, done.Header.Get("Location"))
	require.Equal(t, digest, done.Header.Get("Docker-Content-Digest"))

	t.Run("in one", func(t *testing.T) {
		resp := send("PUT", next(send("POST", "/v2/acme/app/blobs/uploads/", ""))+"&digest="+digest, blob)
		require.Equal(t, http.StatusCreated, resp.StatusCode)
	})
	t.Run("given up", func(t *testing.T) {
		location := next(send("POST", "/v2/acme/app/blobs/uploads/", ""))
		require.Equal(t, http.StatusNoContent, send("DELETE", location, "").StatusCode)
		require.Equal(t, http.StatusNotFound, send("GET", location, "").StatusCode)
	})
	t.Run("mounted", func(t *testing.T) {
		resp := send("POST", "/v2/acme/other/blobs/uploads/?mount="+digest+"&from=acme/app", "")
		require.Equal(t, http.StatusCreated, resp.StatusCode)
		require.Equal(t, "/v2/acme/other/blobs/"+digest, resp.Header.Get("Location"))
	})
	t.Run("not mounted from where nobody may push", func(t *testing.T) {
		held := digestOf(t, s.shared)
		resp := send("POST", "/v2/acme/other/blobs/uploads/?mount="+held+"&from=acme/nowhere", "")
		require.Equal(t, http.StatusAccepted, resp.StatusCode)
		resp = send("POST", "/v2/acme/other/blobs/uploads/?mount="+held, "")
		require.Equal(t, http.StatusAccepted, resp.StatusCode, "from anywhere")
	})
	t.Run("mounted, with a token for one of the two", func(t *testing.T) {
		one := s.bearer(t, s.gate.token(t, ""), "repository:acme/other:pull,push")
		resp, _ := s.request(t, http.MethodPost, "/v2/acme/other/blobs/uploads/?mount="+digest+"&from=acme/app", one)
		require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
		require.Contains(t, resp.Header.Get("WWW-Authenticate"), `scope="repository:acme/other:pull,push repository:acme/app:pull",error="insufficient_scope"`)
		both := s.bearer(t, s.gate.token(t, ""), "repository:acme/other:pull,push repository:acme/app:pull")
		resp, _ = s.request(t, http.MethodPost, "/v2/acme/other/blobs/uploads/?mount="+digest+"&from=acme/app", both)
		require.Equal(t, http.StatusCreated, resp.StatusCode)
	})
	t.Run("by another kind of digest", func(t *testing.T) {
		long := sha512Of(blob)
		resp := send("PUT", next(send("POST", "/v2/acme/app/blobs/uploads/", ""))+"&digest="+long, blob)
		require.Equal(t, http.StatusCreated, resp.StatusCode)
		require.Equal(t, long, resp.Header.Get("Docker-Content-Digest"))
		require.Equal(t, long, send("HEAD", "/v2/acme/app/blobs/"+long, "").Header.Get("Docker-Content-Digest"))
		require.Equal(t, digest, send("HEAD", "/v2/acme/app/blobs/"+digest, "").Header.Get("Docker-Content-Digest"))
	})
	t.Run("bad digests", func(t *testing.T) {
		for _, query := range []string{"digest=x", "digest=sha256:xyz", "mount=sha256:0&from=acme/app", "digest=%zz"} {
			require.Equal(t, http.StatusBadRequest, send("POST", "/v2/acme/app/blobs/uploads/?"+query, "").StatusCode, query)
		}
	})
	t.Run("a manifest without its config", func(t *testing.T) {
		missing := `{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:` + strings.Repeat("0", 64) + `","size":2}`
		kind := "application/vnd.oci.image.manifest.v1+json"
		body := `{"schemaVersion":2,"mediaType":"` + kind + `","config":` + missing + `,"layers":[]}`
		resp := send("PUT", "/v2/acme/app/manifests/9", body, "Content-Type", kind)
		require.Equal(t, http.StatusBadRequest, resp.StatusCode, "the upstream's own word")
	})
	t.Run("a manifest that is too large", func(t *testing.T) {
		resp := send("PUT", "/v2/acme/app/manifests/9", strings.Repeat(" ", maxManifest+1), "Content-Type", "application/vnd.oci.image.manifest.v1+json")
		require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
	})
	t.Run("nothing is deleted", func(t *testing.T) {
		for _, path := range []string{"/v2/acme/app/manifests/1.4.2", "/v2/acme/app/blobs/" + digest} {
			resp := send("DELETE", path, "")
			require.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode)
			require.NotContains(t, resp.Header.Get("Allow"), "DELETE")
		}
	})
}

// TestPushedLocation is a registry that does not say where what it took is.
func TestPushedLocation(t *testing.T) {
	t.Parallel()
	s := newStandOver(t, plainUpstream(t))
	bearer := s.bearer(t, s.gate.token(t, ""), pushApp)
	digest := entitlement.SHA256(nil).String()
	resp, _ := s.request(t, http.MethodPost, "/v2/acme/app/blobs/uploads/?digest="+digest, bearer)
	require.Equal(t, http.StatusCreated, resp.StatusCode)
	require.Equal(t, "/v2/acme/app/blobs/"+digest, resp.Header.Get("Location"))
	image := `{"schemaVersion":2,"config":` + described(ociLayer, []byte("one")) + `,"layers":[]}`
	digest = entitlement.SHA256([]byte(image)).String()
	resp, _ = s.put(t, bearer, "/v2/acme/app/manifests/"+digest, ociManifest, image)
	require.Equal(t, "/v2/acme/app/manifests/"+digest, resp.Header.Get("Location"))
}

// TestCustomerWrites is that nothing of a customer's writing is read or arrives.
func TestCustomerWrites(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	counted := &countingTransport{inner: s.upstream.Transport}
	s.upstream.Transport = counted
	s.serve(t, publishingGate{s.gate})
	token := s.gate.token(t, "globex")
	require.ErrorContains(t, remote.Write(s.ref(t, app, "1.4.2"), s.newer, loginWith(token)), "can pull and cannot push")
	require.Zero(t, counted.count(), "nothing of it went to the upstream")

	bearer := s.bearer(t, token, "repository:acme/app:pull,push")
	for method, status := range map[string]string{"PUT": "403", "PATCH": "403", "POST": "403", "DELETE": "405", "OPTIONS": "405"} {
		conn, err := net.Dial("tcp", s.host)
		require.NoError(t, err)
		require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		_, err = fmt.Fprintf(conn, "%s /v2/acme/app/blobs/uploads/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\n", method, bearer)
		require.NoError(t, err)
		answer := make([]byte, 12)
		_, err = io.ReadFull(conn, answer) // without a byte of the body
		require.NoError(t, err)
		require.Equal(t, "HTTP/1.1 "+status, string(answer), method)
		_, err = io.Copy(io.Discard, conn)
		require.NoError(t, err, "nor does anything wait for one: the connection ends")
		require.NoError(t, conn.Close())
	}
	require.Zero(t, counted.count())
}

// TestStaffWithoutPublisher is a gate that takes no pushes.
func TestStaffWithoutPublisher(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.serve(t, s.gate)
	auth := loginWith(s.gate.token(t, ""))
	pulled, err := remote.Image(s.ref(t, app, "2.0.0"), auth)
	require.NoError(t, err)
	require.NoError(t, validate.Image(pulled))
	_, err = remote.Image(s.ref(t, app, "9"), auth)
	require.ErrorContains(t, err, codeManifestUnknown, "nothing is explained to staff")
	require.ErrorContains(t, remote.Write(s.ref(t, app, "9"), s.newer, auth), "cannot push")
}

// TestStaffWhoMayNotPush is somebody whom the gate lets pull only.
func TestStaffWhoMayNotPush(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	gate := &choosyGate{Gatekeeper: s.gate}
	s.serve(t, gate)
	auth := loginWith(s.gate.token(t, ""))
	push := func(no error) error {
		gate.no = no
		return remote.Write(s.ref(t, app, "9"), s.newer, auth)
	}
	require.ErrorContains(t, push(tenant.ErrForbidden), "may not push to acme/app")
	_, err := remote.Image(s.ref(t, app, "2.0.0"), auth)
	require.NoError(t, err, "what was published")
	require.ErrorContains(t, push(tenant.ErrUnauthenticated), "401 Unauthorized")
	require.ErrorContains(t, push(io.ErrUnexpectedEOF), "503 Service Unavailable")
}

type choosyGate struct {
	Gatekeeper
	no, mayMove error
}

func (g *choosyGate) MayPush(context.Context, tenant.Principal, string) error { return g.no }

func (g *choosyGate) MayMove(context.Context, string, string, entitlement.Digest) error {
	return g.mayMove
}

func (g *choosyGate) Pushed(context.Context, tenant.Principal, string, entitlement.Push) error {
	return g.no
}

// TestLocations is what becomes of the addresses in the upstream's answers.
func TestLocations(t *testing.T) {
	t.Parallel()
	up, err := newUpstream(Upstream{Registry: "http://up.example:5000"})
	require.NoError(t, err)
	from := source{client: up, repository: app}
	on := route{endpoint: endpointUploads, repository: app}
	digest := "sha256:" + strings.Repeat("0", 64)
	tests := []struct{ name, location, want string }{
		{"a path", "/v2/acme/app/blobs/uploads/1?_state=a%2Bb", "/v2/acme/app/blobs/uploads/1?_state=a%2Bb"},
		{"a whole address", "http://up.example:5000/v2/acme/app/blobs/uploads/1", "/v2/acme/app/blobs/uploads/1"},
		{"another scheme", "https://up.example:5000/v2/acme/app/blobs/uploads/1", "/v2/acme/app/blobs/uploads/1"},
		{"from where we are", "1?_state=x", "/v2/acme/app/blobs/uploads/1?_state=x"},
		{"a blob", "/v2/acme/app/blobs/" + digest, "/v2/acme/app/blobs/" + digest},
		{"another host", "http://evil.example/v2/acme/app/blobs/uploads/1", ""},
		{"another host, without a scheme", "//evil.example/v2/acme/app/blobs/uploads/1", ""},
		{"another port", "http://up.example/v2/acme/app/blobs/uploads/1", ""},
		{"another path", "/storage/acme/app/1", ""},
		{"another repository", "/v2/acme/secret/blobs/uploads/1", ""},
		{"escaped", "/v2/acme%2Fapp/blobs/uploads/1", ""},
		{"nothing", "http://[", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := from.here(tt.location, on)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.want == "", err != nil)
		})
	}
	links := []struct{ name, link, want string }{
		{"a path", `</v2/acme/app/tags/list?last=1&n=2>; rel="next"`, `</v2/acme/app/tags/list?last=1&n=2>; rel="next"`},
		{"a whole address", `<http://up.example:5000/v2/x/tags/list?n=2&next_page=y&from=x>; rel="next"`, `</v2/acme/app/tags/list?n=2&next_page=y>; rel="next"`},
		{"none", "", ""},
		{"another relation", `</v2/x>; rel="prev"`, ""},
	}
	for _, tt := range links {
		t.Run("link/"+tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, nextPage(tt.link, route{endpoint: endpointTags, repository: app}))
		})
	}
}

// TestStaffUpstreamTrouble is that staff are told of trouble as trouble, and of
// their own mistakes in the upstream's words.
func TestStaffUpstreamTrouble(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	elsewhere := http.Header{"Location": {"https://evil.example/v2/acme/app/blobs/uploads/1"}}
	for _, tt := range []struct {
		name         string
		upstream     roundTripper
		status       int
		cacheControl string
	}{
		{"refuses us", answer(401, nil, ""), 502, "no-store"},
		{"forbids us", answer(403, nil, ""), 502, "no-store"},
		{"redirects", answer(302, elsewhere, ""), 502, "no-store"},
		{"has no time", answer(429, nil, ""), 503, "no-store"},
		{"fails", answer(500, nil, ""), 502, "no-store"},
		{"sends us elsewhere", answer(202, elsewhere, ""), 502, "no-store"},
		{"refuses them", answer(409, nil, `{"errors":[]}`), 409, "no-store"},
		{"has nothing new", answer(304, nil, ""), 304, "private, no-cache"},
		{"has nothing of a range, and a length all the same", answer(416, http.Header{"Content-Length": {"100"}, "Content-Range": {"bytes */100"}}, ""), 416, "no-store"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: s.gate, upstream: Upstream{Registry: "http://up.example", Transport: tt.upstream}}
			s.serve(t, publishingGate{s.gate})
			bearer := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
			resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1", bearer)
			require.Equal(t, tt.status, resp.StatusCode)
			require.Equal(t, tt.cacheControl, resp.Header.Get("Cache-Control"))
			require.Empty(t, resp.Header.Get("Location"))
			require.Equal(t, tt.status >= 500, resp.Header.Get("Retry-After") != "")
		})
	}
}

// TestStaffWhileUpstreamIsDown is that staff get what was published, as customers
// do, and are told of the trouble about anything else.
func TestStaffWhileUpstreamIsDown(t *testing.T) {
	t.Parallel()
	for name, upstream := range map[string]roundTripper{
		"fails": answer(500, nil, ""),
		"is gone": func(*http.Request) (*http.Response, error) {
			return nil, errors.New("connection refused")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			up := newStand(t)
			s := &stand{gate: up.gate, upstream: Upstream{Registry: "http://up.example", Transport: upstream}}
			s.serve(t, publishingGate{up.gate})
			bearer := s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push")
			for path, want := range map[string]int{
				"manifests/1.4.2": http.StatusOK, "manifests/" + digestOf(t, up.index): http.StatusOK,
				"manifests/latest": http.StatusBadGateway, "manifests/9.9.9": http.StatusBadGateway, "tags/list": http.StatusBadGateway,
			} {
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					resp, _ := s.request(t, method, "/v2/acme/app/"+path, bearer)
					require.Equal(t, want, resp.StatusCode, path)
				}
			}
		})
	}
}

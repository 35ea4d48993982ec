package registryproxy

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A pusher is somebody of the vendor's, who pushes to acme/app and acme/other.
type pusher struct {
	*stand
	t      *testing.T
	access string // the token
}

func newPusher(t *testing.T, upstream Upstream) *pusher {
	t.Helper()
	s := newStandOver(t, upstream)
	return &pusher{stand: s, access: s.bearer(t, s.gate.token(t, ""), "repository:acme/app:pull,push repository:acme/other:pull,push")}
}

// in pushes on behalf of a test.
func (p pusher) in(t *testing.T) *pusher {
	p.t = t
	return &p
}

// send sends a request with a body.
func (p *pusher) send(method, path, body string, header ...string) (*reply, string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.server.URL+path, strings.NewReader(body))
	require.NoError(p.t, err)
	req.Header.Set("Authorization", "Bearer "+p.access)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return send(p.t, req)
}

// begin begins an upload, and returns where it goes on.
func (p *pusher) begin() string {
	p.t.Helper()
	resp, body := p.send(http.MethodPost, appPath+"blobs/uploads/", "")
	require.Equal(p.t, http.StatusAccepted, resp.StatusCode, body)
	return resp.Header.Get("Location")
}

// patch sends a chunk that begins somewhere.
func (p *pusher) patch(location, chunk string, from int) *reply {
	p.t.Helper()
	resp, _ := p.send(http.MethodPatch, location, chunk, "Content-Type", octets, "Content-Range", fmt.Sprintf("%d-%d", from, from+len(chunk)-1))
	return resp
}

// with adds a digest to a location.
func with(location, content string) string {
	separator := "?"
	if strings.Contains(location, "?") {
		separator = "&"
	}
	return location + separator + "digest=" + entitlement.SHA256([]byte(content)).String()
}

// image is a manifest whose config and layer are there.
func (p *pusher) image(more string) string {
	p.t.Helper()
	for _, blob := range []string{"{}", "layer"} {
		resp, body := p.send(http.MethodPut, with(p.begin(), blob), blob)
		require.Equal(p.t, http.StatusCreated, resp.StatusCode, body)
	}
	return `{"schemaVersion":2,"mediaType":"` + ociManifest + `",` + more + `"config":` + described("application/vnd.acme+json", []byte("{}")) + `,"layers":[` + described(ociLayer, []byte("layer")) + `]}`
}

// pushed pushes a manifest under a tag.
func (p *pusher) pushed(tag, document string) *reply {
	p.t.Helper()
	resp, _ := p.send(http.MethodPut, appPath+"manifests/"+tag, document, "Content-Type", ociManifest)
	return resp
}

// says is empty if an answer is as it should be: its status, and that its Location
// leads to the content.
func (p *pusher) says(resp *reply, status int, content string) string {
	p.t.Helper()
	if resp.StatusCode != status {
		return fmt.Sprint(resp.StatusCode)
	}
	got, body := p.send(http.MethodGet, resp.Header.Get("Location"), "")
	if got.StatusCode != http.StatusOK || body != content {
		return fmt.Sprintf("%d at %q", got.StatusCode, resp.Header.Get("Location"))
	}
	return ""
}

// only is empty if an answer has a status.
func only(resp *reply, status int) string {
	if resp.StatusCode != status {
		return fmt.Sprint(resp.StatusCode)
	}
	return ""
}

// A vendorProbe asks for what a row about pushes is about, and returns what is
// answered instead.
type vendorProbe func(p *pusher) (instead string)

func vendorProbes() map[string]vendorProbe {
	subject := `"subject":` + described(ociManifest, []byte("subject")) + `,"annotations":{"by":"acme"},`
	of := entitlement.SHA256([]byte("subject")).String()
	return map[string]vendorProbe{
		"upload": func(p *pusher) string {
			if location := p.begin(); !strings.HasPrefix(location, appPath+"blobs/uploads/") {
				return location
			}
			return ""
		},
		"upload-put": func(p *pusher) string {
			resp, _ := p.send(http.MethodPut, with(p.begin(), "a blob"), "a blob", "Content-Type", octets)
			return p.says(resp, http.StatusCreated, "a blob")
		},
		"upload-post": func(p *pusher) string {
			resp, _ := p.send(http.MethodPost, with(appPath+"blobs/uploads/", "in one"), "in one", "Content-Type", octets)
			return p.says(resp, http.StatusCreated, "in one")
		},
		"upload-digest": func(p *pusher) string {
			resp, _ := p.send(http.MethodPut, with(p.begin(), "a blob"), "another", "Content-Type", octets)
			return only(resp, http.StatusBadRequest)
		},
		"chunks": func(p *pusher) string {
			first := p.patch(p.begin(), "abc", 0)
			if first.StatusCode != http.StatusAccepted || first.Header.Get("Range") != "0-2" {
				return fmt.Sprint(first.StatusCode, first.Header.Get("Range"))
			}
			second := p.patch(first.Header.Get("Location"), "def", 3)
			if second.StatusCode != http.StatusAccepted || second.Header.Get("Range") != "0-5" {
				return fmt.Sprint(second.StatusCode, second.Header.Get("Range"))
			}
			resp, _ := p.send(http.MethodPut, with(second.Header.Get("Location"), "abcdef"), "")
			return p.says(resp, http.StatusCreated, "abcdef")
		},
		"chunk-order": func(p *pusher) string {
			return only(p.patch(p.begin(), "def", 3), http.StatusRequestedRangeNotSatisfiable)
		},
		"upload-state": func(p *pusher) string {
			resp, _ := p.send(http.MethodGet, p.patch(p.begin(), "abc", 0).Header.Get("Location"), "")
			if resp.StatusCode != http.StatusNoContent || resp.Header.Get("Range") != "0-2" || resp.Header.Get("Location") == "" {
				return fmt.Sprint(resp.StatusCode)
			}
			return ""
		},
		"mount": func(p *pusher) string {
			p.image("")
			digest := entitlement.SHA256([]byte("layer")).String()
			resp, _ := p.send(http.MethodPost, "/v2/acme/other/blobs/uploads/?mount="+digest+"&from=acme/app", "")
			return p.says(resp, http.StatusCreated, "layer")
		},
		"mount-missing": func(p *pusher) string {
			resp, _ := p.send(http.MethodPost, "/v2/acme/other/blobs/uploads/?mount="+absent+"&from=acme/app", "")
			return only(resp, http.StatusAccepted)
		},
		"push": func(p *pusher) string {
			document := p.image("")
			return p.says(p.pushed("9.0.0", document), http.StatusCreated, document)
		},
		"push-digest": func(p *pusher) string {
			document := p.image("")
			digest := entitlement.SHA256([]byte(document)).String()
			resp := p.pushed(digest, document)
			if got := resp.Header.Get("Docker-Content-Digest"); got != digest {
				return got
			}
			return p.says(resp, http.StatusCreated, document)
		},
		"push-parameters": func(p *pusher) string {
			resp, body := p.send(http.MethodPut, appPath+"manifests/9.0.1", p.image(""), "Content-Type", ociManifest+"; charset=utf-8")
			require.Equal(p.t, http.StatusCreated, resp.StatusCode, body)
			got, _ := p.send(http.MethodGet, appPath+"manifests/9.0.1", "")
			if kind := got.Header.Get("Content-Type"); kind != ociManifest {
				return kind
			}
			return ""
		},
		"push-limit": func(p *pusher) string {
			return only(p.pushed("9.0.2", strings.Repeat(" ", maxManifest+1)), http.StatusRequestEntityTooLarge)
		},
		"push-size": func(p *pusher) string {
			document := p.image("")
			return only(p.pushed("9.0.3", document+strings.Repeat(" ", 4_000_000-len(document))), http.StatusCreated)
		},
		"push-subject": func(p *pusher) string {
			resp := p.pushed("9.1.0", p.image(subject))
			if got := resp.Header.Get("OCI-Subject"); resp.StatusCode != http.StatusCreated || got != of {
				return fmt.Sprint(resp.StatusCode, got)
			}
			return ""
		},
		"push-referrer": func(p *pusher) string {
			document := p.image(subject)
			p.pushed("9.1.0", document)
			_, body := p.send(http.MethodGet, appPath+"referrers/"+of, "")
			want := fmt.Sprintf(`"digest":%q,"size":%d,"artifactType":"application/vnd.acme+json","annotations":{"by":"acme"}}`, entitlement.SHA256([]byte(document)), len(document))
			if strings.Count(body, want) != 1 {
				return body
			}
			return ""
		},
		"delete": func(p *pusher) string {
			digest := entitlement.SHA256([]byte("layer")).String()
			for _, path := range []string{"manifests/1.4.2", "manifests/" + digestOf(p.t, p.newer), "blobs/" + digest} {
				if resp, _ := p.send(http.MethodDelete, appPath+path, ""); resp.StatusCode != http.StatusMethodNotAllowed {
					return fmt.Sprint(path, resp.StatusCode)
				}
			}
			return ""
		},
	}
}

// referrersProbes are about what refers to what is held: a signature of 1.4.2.
func referrersProbes() map[string]probe {
	of := func(a *asker, query string) (*reply, string) {
		return a.get(appPath + "referrers/" + digestOf(a.t, a.index) + query)
	}
	has := func(query, part string) probe {
		return func(a *asker) string {
			if _, body := of(a, query); !strings.Contains(body, part) {
				return body
			}
			return ""
		}
	}
	none := `"manifests":[]`
	return map[string]probe{
		"referrers": func(a *asker) string { resp, _ := of(a, ""); return only(resp, http.StatusOK) },
		"referrers-missing": func(a *asker) string {
			return a.answers(http.MethodGet, http.StatusOK, appPath+"referrers/"+absent, appPath+"referrers/"+digestOf(a.t, a.newer))
		},
		"referrers-digest": gets(http.StatusBadRequest, appPath+"referrers/sha256:1", appPath+"referrers/1.4.2"),
		"referrers-type": func(a *asker) string {
			if resp, _ := of(a, ""); resp.Header.Get("Content-Type") != ociIndex {
				return resp.Header.Get("Content-Type")
			}
			return ""
		},
		"referrers-artifact-type": has("", `"artifactType":"application/vnd.acme.signature"`),
		"referrers-annotations":   has("", `"annotations":{"by":"acme"}`),
		"referrers-none": func(a *asker) string {
			if _, body := a.get(appPath + "referrers/" + absent); !strings.Contains(body, none) {
				return body
			}
			return ""
		},
		"referrers-filter": func(a *asker) string {
			return has("?artifactType=application/vnd.acme.signature", `"by"`)(a) + has("?artifactType=another", none)(a)
		},
		"referrers-filter-header": func(a *asker) string {
			filtered, _ := of(a, "?artifactType=another")
			all, _ := of(a, "")
			if got := filtered.Header.Get("OCI-Filters-Applied") + "|" + all.Header.Get("OCI-Filters-Applied"); got != "artifactType|" {
				return got
			}
			return ""
		},
	}
}

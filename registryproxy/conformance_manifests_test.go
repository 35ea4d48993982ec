package registryproxy

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// manifestProbes are about pushing manifests.
func manifestProbes() map[string]probe {
	return map[string]probe{
		"put-reference": func(a *asker) string {
			m := a.image("layer")
			for _, reference := range []string{"2.0.0", entitlement.SHA256([]byte(m)).String()} {
				if resp, body := a.put(reference, ociManifest, m); resp.StatusCode != http.StatusCreated {
					return inShort(resp, body)
				}
			}
			for _, reference := range []string{".1", "1+1", strings.Repeat("a", 129), "sha256:1", "md5:" + strings.Repeat("0", 32)} {
				if resp, body := a.put(reference, ociManifest, m); resp.StatusCode != http.StatusBadRequest {
					return fmt.Sprintf("%.10s: %s", reference, inShort(resp, body))
				}
			}
			return ""
		},
		"put-parameters": func(a *asker) string {
			resp, body := a.put("parameters", ociManifest+"; charset=utf-8", a.image("layer"))
			if resp.StatusCode != http.StatusCreated {
				return inShort(resp, body)
			}
			got, _ := a.get(a.path("manifests/parameters"))
			if mediaType := got.Header.Get("Content-Type"); mediaType != ociManifest {
				return mediaType
			}
			return ""
		},
		"put-bytes": func(a *asker) string {
			m := " \n\t" + strings.ReplaceAll(a.image("layer"), ",", " ,\r\n\t") + "\n\n"
			return cmp.Or(a.kept("bytes", m), a.kept(entitlement.SHA256([]byte(m)).String(), m))
		},
		"put-no-layers": func(a *asker) string {
			m := a.image("layer")
			before, _, _ := strings.Cut(m, `"layers":`)
			return a.kept("no-layers", before+`"layers":[]}`)
		},
		"put-created": func(a *asker) string {
			m := a.image("layer")
			for _, reference := range []string{"created", entitlement.SHA256([]byte(m)).String()} {
				resp, body := a.put(reference, ociManifest, m)
				if instead := a.stored(resp, body, m); instead != "" {
					return instead
				}
			}
			return ""
		},
		"put-digest": func(a *asker) string {
			return a.putDigest(func(m string) string { return entitlement.SHA256([]byte(m)).String() })
		},
		"put-digest-sha512": func(a *asker) string { return a.putDigest(sha512Of) },
		"put-other-digest": func(a *asker) string {
			resp, body := a.put(absent, ociManifest, a.image("layer"))
			return cmp.Or(statusOf(resp, body, http.StatusBadRequest), a.answers(http.MethodGet, http.StatusNotFound, a.path("manifests/%s", absent)))
		},
		"put-missing": func(a *asker) string {
			layer := described(ociLayer, []byte(a.own("nothing")))
			before, _, _ := strings.Cut(a.image("layer"), `"layers":`)
			for mediaType, m := range map[string]string{
				ociManifest: before + `"layers":[` + layer + `]}`,
				ociIndex:    fmt.Sprintf(`{"schemaVersion":2,"mediaType":%q,"manifests":[%s]}`, ociIndex, described(ociManifest, []byte(a.own("nothing")))),
			} {
				resp, body := a.put("missing", mediaType, m)
				if resp.StatusCode != http.StatusCreated && codeIn(body) != "MANIFEST_BLOB_UNKNOWN" {
					return inShort(resp, body)
				}
			}
			return ""
		},
	}
}

// kept pushes a manifest, and says whether the very bytes are there.
func (a *asker) kept(reference, manifest string) string {
	a.t.Helper()
	if resp, body := a.put(reference, ociManifest, manifest); resp.StatusCode != http.StatusCreated {
		return inShort(resp, body)
	}
	for _, reference := range []string{reference, entitlement.SHA256([]byte(manifest)).String()} {
		if resp, body := a.get(a.path("manifests/%s", reference)); body != manifest {
			return "other bytes: " + inShort(resp, body)
		}
	}
	return ""
}

// putDigest pushes a manifest by a digest.
func (a *asker) putDigest(of func(string) string) string {
	a.t.Helper()
	digest := of(a.image("layer"))
	resp, body := a.put(digest, ociManifest, a.image("layer"))
	if resp.StatusCode != http.StatusCreated {
		return inShort(resp, body)
	}
	if got := resp.Header.Get("Docker-Content-Digest"); got != digest {
		algorithm, _, _ := strings.Cut(got, ":")
		return "a digest of " + algorithm
	}
	return ""
}

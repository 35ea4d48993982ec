package registryproxy

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// each asks about pieces, one by one, with GET or HEAD, until an answer is not
// right.
func each(method string, pieces func(*asker) []piece, right func(p piece, resp *reply, body string) bool) probe {
	return func(a *asker) string {
		for _, p := range pieces(a) {
			if resp, body := a.ask(method, p.path, ""); !right(p, resp, body) {
				return fmt.Sprint(p.path, resp.StatusCode, resp.Header)
			}
		}
		return ""
	}
}

func manifests(a *asker) []piece { return a.manifests }
func blobs(a *asker) []piece     { return a.blobs }
func both(a *asker) []piece      { return slices.Concat(a.manifests, a.blobs) }

func veryBytes(p piece, resp *reply, body string) bool {
	return resp.StatusCode == http.StatusOK && body == p.bytes
}

func digestNamed(p piece, resp *reply, _ string) bool {
	return resp.Header.Get("Docker-Content-Digest") == entitlement.SHA256([]byte(p.bytes)).String()
}

// contentProbes are about what is there and held.
func contentProbes() map[string]probe {
	return map[string]probe{
		"reference": each(http.MethodGet, manifests, func(_ piece, resp *reply, _ string) bool { return resp.StatusCode == http.StatusOK }),
		"manifest":  each(http.MethodGet, manifests, veryBytes),
		"manifest-parameters": each(http.MethodGet, manifests, func(_ piece, resp *reply, _ string) bool {
			return !strings.Contains(resp.Header.Get("Content-Type"), ";")
		}),
		"manifest-type":       each(http.MethodGet, manifests, func(p piece, resp *reply, _ string) bool { return resp.Header.Get("Content-Type") == p.mediaType }),
		"manifest-digest":     each(http.MethodGet, manifests, digestNamed),
		"blob":                each(http.MethodGet, blobs, veryBytes),
		"blob-digest":         each(http.MethodGet, blobs, func(_ piece, resp *reply, _ string) bool { return resp.Header.Get("Docker-Content-Digest") != "" }),
		"blob-digest-matches": each(http.MethodGet, blobs, digestNamed),
		"range":               ranges,
		"head":                each(http.MethodHead, both, func(_ piece, resp *reply, body string) bool { return resp.StatusCode == http.StatusOK && body == "" }),
		"head-digest":         each(http.MethodHead, both, digestNamed),
		"head-length": each(http.MethodHead, both, func(p piece, resp *reply, _ string) bool {
			return resp.Header.Get("Content-Length") == strconv.Itoa(len(p.bytes))
		}),
	}
}

// ranges asks for parts of a blob.
func ranges(a *asker) string {
	for _, b := range a.blobs {
		size := len(b.bytes)
		for _, part := range []struct {
			asked      string
			from, till int
		}{{"bytes=1-9", 1, 10}, {"bytes=100-", 100, size}, {"bytes=-5", size - 5, size}, {fmt.Sprintf("bytes=9-%d", size+9), 9, size}, {fmt.Sprintf("bytes=-%d", size+9), 0, size}} {
			resp, body := a.get(b.path, "Range", part.asked)
			want := fmt.Sprintf("bytes %d-%d/%d", part.from, part.till-1, size)
			if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Content-Range") != want || body != b.bytes[part.from:part.till] {
				return strings.TrimSpace(fmt.Sprintf("%s: %d %s", part.asked, resp.StatusCode, resp.Header.Get("Content-Range")))
			}
		}
		if resp, _ := a.get(b.path, "Range", fmt.Sprintf("bytes=%d-", size)); resp.StatusCode != http.StatusRequestedRangeNotSatisfiable {
			return fmt.Sprintf("behind the end: %d", resp.StatusCode)
		}
	}
	return ""
}

// missingProbes are about what is not there, or not held.
func missingProbes() map[string]probe {
	derived := strings.Replace(absent, ":", "-", 1)
	below := func(repository string) []string {
		head := "/v2/" + repository
		return []string{head + "/manifests/1.0.0", head + "/manifests/" + absent, head + "/blobs/" + absent, head + "/tags/list"}
	}
	long := strings.Repeat("a", 128)
	return map[string]probe{
		"other-reference": gets(http.StatusBadRequest, appPath+"manifests/sha256:1", appPath+"manifests/:1", appPath+"manifests/.1", appPath+"manifests/1+1", appPath+"manifests/"+strings.ToUpper(absent)),
		"name":            gets(http.StatusBadRequest, "/v2/Acme/app/manifests/1", "/v2/acme/app_/manifests/1", "/v2/acme/a...b/tags/list", "/v2/acme//app/blobs/"+absent, "/v2/-acme/tags/list"),
		"tag-length": func(a *asker) string {
			if resp, _ := a.get(appPath + "manifests/" + long); resp.StatusCode == http.StatusBadRequest {
				return "128 are too many"
			}
			return a.answers(http.MethodGet, http.StatusBadRequest, appPath+"manifests/"+long+"a")
		},
		"no-digest": gets(http.StatusNotFound, appPath+"manifests/"+absent),
		"digest-not-held": func(a *asker) string {
			return a.answers(http.MethodGet, http.StatusNotFound, appPath+"manifests/"+digestOf(a.t, a.newer))
		},
		"no-tag":              gets(http.StatusNotFound, appPath+"manifests/9"),
		"tag-not-held":        gets(http.StatusNotFound, appPath+"manifests/2.0.0"),
		"no-derived-tag":      gets(http.StatusNotFound, appPath+"manifests/"+derived, appPath+"manifests/"+derived+".sig"),
		"no-repository":       gets(http.StatusNotFound, below("acme/nowhere")...),
		"repository-not-held": gets(http.StatusNotFound, below(string(other))...),
		"repository-ended":    gets(http.StatusNotFound, below("acme/ended")...),
		"no-blob":             gets(http.StatusNotFound, appPath+"blobs/"+absent),
		"blob-not-held": func(a *asker) string {
			return a.answers(http.MethodGet, http.StatusNotFound, appPath+"blobs/"+configOf(a.t, a.newer))
		},
		"head-missing": heads(http.StatusNotFound, appPath+"manifests/"+absent, appPath+"blobs/"+absent),
		"head-not-held": func(a *asker) string {
			return a.answers(http.MethodHead, http.StatusNotFound, appPath+"manifests/"+digestOf(a.t, a.newer), appPath+"blobs/"+configOf(a.t, a.newer))
		},
		"head-no-tag":       heads(http.StatusNotFound, appPath+"manifests/9"),
		"head-tag-not-held": heads(http.StatusNotFound, appPath+"manifests/2.0.0"),
	}
}

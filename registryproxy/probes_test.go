package registryproxy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A probe asks for what a row of conformance.md is about, and returns what is
// answered instead of what is asked for; empty if it is that.
type probe func(a *asker) (instead string)

func probes() map[string]probe {
	all := map[string]probe{}
	for _, some := range []map[string]probe{contentProbes(), missingProbes(), tagsProbes(), errorProbes(), referrersProbes()} {
		for row, p := range some {
			all[row] = p
		}
	}
	return all
}

// get asks with the customer's token.
func (a *asker) get(path string, header ...string) (*reply, string) {
	a.t.Helper()
	return a.request(a.t, http.MethodGet, path, a.access, header...)
}

// answers says what is answered, with the method, where it is not the status.
func (a *asker) answers(method string, status int, paths ...string) string {
	a.t.Helper()
	for _, path := range paths {
		resp, body := a.request(a.t, method, path, a.access)
		switch {
		case resp.StatusCode == status:
		case method == http.MethodHead || resp.StatusCode < 400:
			return strconv.Itoa(resp.StatusCode)
		default:
			return fmt.Sprintf("%d %s", resp.StatusCode, code(a.t, body))
		}
	}
	return ""
}

func gets(status int, paths ...string) probe {
	return func(a *asker) string { return a.answers(http.MethodGet, status, paths...) }
}

func heads(status int, paths ...string) probe {
	return func(a *asker) string { return a.answers(http.MethodHead, status, paths...) }
}

// each asks about pieces, one by one, with GET or HEAD, until an answer is not
// right.
func each(method string, pieces func(*asker) []piece, right func(p piece, resp *reply, body string) bool) probe {
	return func(a *asker) string {
		for _, p := range pieces(a) {
			if resp, body := a.request(a.t, method, p.path, a.access); !right(p, resp, body) {
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
		"apis": func(a *asker) string {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				for _, p := range append(both(a), piece{path: "/v2/"}) {
					if instead := a.answers(method, http.StatusOK, p.path); instead != "" {
						return instead
					}
				}
			}
			return ""
		},
		"support":   gets(http.StatusOK, "/v2/"),
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
				return fmt.Sprintf("%s: %d %s", part.asked, resp.StatusCode, resp.Header.Get("Content-Range"))
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
		"head-missing": func(a *asker) string {
			return a.answers(http.MethodHead, http.StatusNotFound, appPath+"manifests/"+absent, appPath+"blobs/"+absent, appPath+"manifests/"+digestOf(a.t, a.newer), appPath+"blobs/"+configOf(a.t, a.newer))
		},
		"head-no-tag": heads(http.StatusNotFound, appPath+"manifests/9", appPath+"manifests/2.0.0"),
	}
}

// listed is a list of tags, read strictly.
func (a *asker) listed(query string) (tags []string, link string) {
	a.t.Helper()
	resp, body := a.get(appPath + "tags/list?" + query)
	require.Equal(a.t, http.StatusOK, resp.StatusCode, body)
	var list struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(body)))
	decoder.DisallowUnknownFields()
	require.NoError(a.t, decoder.Decode(&list))
	require.Equal(a.t, string(app), list.Name)
	require.NotNil(a.t, list.Tags)
	return list.Tags, resp.Header.Get("Link")
}

// lists compares a list of tags.
func lists(query string, want ...string) probe {
	return func(a *asker) string {
		if tags, _ := a.listed(query); !slices.Equal(tags, want) {
			return fmt.Sprint(tags)
		}
		return ""
	}
}

// linkForm is what of RFC 5988 a link to the next page needs.
var linkForm = regexp.MustCompile(`^<(/v2/[^<>" ]+)>; rel="next"$`)

func tagsProbes() map[string]probe {
	return map[string]probe{
		"tags":          gets(http.StatusOK, appPath+"tags/list"),
		"tags-document": lists("", "1.4.0", "1.4.2", "B2", "a1"),
		"tags-order":    func(a *asker) string { return outOfOrder(a, func(tag string) string { return tag }) },
		"tags-letter-case": func(a *asker) string {
			return outOfOrder(a, strings.ToLower)
		},
		"tags-n": func(a *asker) string {
			return cmp.Or(lists("n=1", "1.4.0")(a), lists("n=3", "1.4.0", "1.4.2", "B2")(a), lists("n=5", "1.4.0", "1.4.2", "B2", "a1")(a))
		},
		"tags-link": func(a *asker) string {
			seen, link := a.listed("n=3")
			form := linkForm.FindStringSubmatch(link)
			if form == nil {
				return link
			}
			_, query, _ := strings.Cut(form[1], "?")
			rest, link := a.listed(query)
			if seen = append(seen, rest...); link != "" || len(seen) != 4 || seen[3] != "a1" {
				return fmt.Sprint(seen, link)
			}
			return ""
		},
		"tags-none": lists("n=0"),
		"tags-none-link": func(a *asker) string {
			_, link := a.listed("n=0")
			return link
		},
		"tags-last": func(a *asker) string {
			return cmp.Or(lists("last=1.4.2", "B2", "a1")(a), lists("last=1&n=2", "1.4.0", "1.4.2")(a), lists("last=1.4.1", "1.4.2", "B2", "a1")(a), lists("last=a1")(a))
		},
	}
}

// outOfOrder names two neighbours in the list that stand the wrong way round.
func outOfOrder(a *asker, key func(string) string) string {
	tags, _ := a.listed("")
	for i := range len(tags) - 1 {
		if key(tags[i]) > key(tags[i+1]) {
			return tags[i] + " comes before " + tags[i+1]
		}
	}
	return ""
}

// A failure is an error in an error document.
type failure struct {
	Code    string  `json:"code"`
	Message *string `json:"message"`
	Detail  any     `json:"detail"`
}

// failures asks for much that is refused, and reads each answer strictly.
func (a *asker) failures(more ...string) (all []failure) {
	a.t.Helper()
	for _, path := range append(more, appPath+"manifests/9", appPath+"manifests/"+absent, appPath+"blobs/"+absent, appPath+"blobs/x", appPath+"x",
		"/v2/Acme/manifests/1", "/v2/acme/ended/tags/list", "/v2/acme/nowhere/tags/list", "/v2/acme/unasked/tags/list", appPath+"blobs/uploads/x") {
		resp, body := a.get(path)
		require.True(a.t, resp.StatusCode >= 400 && resp.StatusCode < 500, "%s: %d", path, resp.StatusCode)
		require.Equal(a.t, "application/json", resp.Header.Get("Content-Type"))
		var document struct {
			Errors []failure `json:"errors"`
		}
		decoder := json.NewDecoder(strings.NewReader(body))
		decoder.DisallowUnknownFields()
		require.NoError(a.t, decoder.Decode(&document), body)
		require.NotEmpty(a.t, document.Errors, path)
		all = append(all, document.Errors...)
	}
	return all
}

// unlike is the code of the first failure about which right says no.
func unlike(right func(failure) bool, more ...string) probe {
	return func(a *asker) string {
		all := a.failures(more...)
		if i := slices.IndexFunc(all, func(f failure) bool { return !right(f) }); i >= 0 {
			return all[i].Code
		}
		return ""
	}
}

func errorProbes() map[string]probe {
	codes := []string{
		"BLOB_UNKNOWN", "BLOB_UPLOAD_INVALID", "BLOB_UPLOAD_UNKNOWN", "DIGEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "MANIFEST_INVALID", "MANIFEST_UNKNOWN",
		"NAME_INVALID", "NAME_UNKNOWN", "SIZE_INVALID", "UNAUTHORIZED", "DENIED", "UNSUPPORTED", "TOOMANYREQUESTS",
	}
	known := func(f failure) bool { return slices.Contains(codes, f.Code) }
	form := regexp.MustCompile(`^[A-Z_]+$`)
	return map[string]probe{
		"error-document":    unlike(func(f failure) bool { return f.Code != "" }),
		"error-code":        unlike(func(f failure) bool { return form.MatchString(f.Code) }, appPath+"tags/list?n=x"),
		"error-message":     unlike(func(f failure) bool { return f.Message != nil && strings.Contains(*f.Message, " ") }, appPath+"tags/list?n=x"),
		"error-known":       unlike(known),
		"error-known-pages": unlike(known, appPath+"tags/list?n=x"),
		"warning-form":      warnings,
		"warning-size":      warnings,
	}
}

// warnings are those in any answer: there are none.
func warnings(a *asker) string {
	paths := []string{"/v2/", appPath + "tags/list", appPath + "manifests/9", "/v2/acme/nowhere/tags/list"}
	for _, p := range both(a) {
		paths = append(paths, p.path)
	}
	for _, path := range paths {
		if resp, _ := a.get(path); resp.Header.Get("Warning") != "" {
			return resp.Header.Get("Warning")
		}
	}
	return ""
}

package registryproxy

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
)

// A failure is an error in an error document.
type failure struct {
	Code    string  `json:"code"`
	Message *string `json:"message"`
	Detail  any     `json:"detail"`
}

// errorsIn reads an error document strictly; ok is false if it is none.
func errorsIn(body string) (all []failure, ok bool) {
	var document struct {
		Errors []failure `json:"errors"`
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&document)
	return document.Errors, err == nil && len(document.Errors) > 0
}

// codeIn is the first code in an error document, if there is one.
func codeIn(body string) string {
	if all, ok := errorsIn(body); ok {
		return all[0].Code
	}
	return ""
}

// failures asks for much that is refused. instead says which answer has JSON that
// is no error document.
func (a *asker) failures(more ...string) (all []failure, instead string) {
	a.t.Helper()
	take := func(path string, resp *reply, body string) string {
		require.True(a.t, resp.StatusCode >= 400 && resp.StatusCode < 500, "%s: %d", path, resp.StatusCode)
		found, ok := errorsIn(body)
		if all = append(all, found...); !ok && json.Valid([]byte(body)) {
			return path + ": " + body
		}
		return ""
	}
	for _, path := range append(more, appPath+"manifests/9", appPath+"manifests/"+absent, appPath+"blobs/"+absent, appPath+"blobs/x", appPath+"x",
		"/v2/Acme/manifests/1", "/v2/acme/ended/manifests/9", "/v2/acme/nowhere/tags/list", "/v2/acme/unasked/tags/list") {
		resp, body := a.get(path)
		if instead := take(path, resp, body); instead != "" {
			return nil, instead
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete} {
		for _, path := range []string{"manifests/refused", "manifests/" + absent, "blobs/" + absent} {
			path = a.roomOrApp() + path
			resp, body := a.ask(method, path, "{}", "Content-Type", ociManifest)
			if instead := take(path, resp, body); instead != "" {
				return nil, instead
			}
		}
	}
	require.NotEmpty(a.t, all)
	return all, ""
}

// unlike is the code of the first failure about which right says no.
func unlike(right func(failure) bool, more ...string) probe {
	return func(a *asker) string {
		all, instead := a.failures(more...)
		if i := slices.IndexFunc(all, func(f failure) bool { return !right(f) }); i >= 0 {
			return all[i].Code
		}
		return instead
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
		"error-document": unlike(func(f failure) bool { return f.Code != "" }),
		"error-code":     unlike(func(f failure) bool { return form.MatchString(f.Code) }),
		"error-message":  unlike(func(f failure) bool { return f.Message != nil && strings.Contains(*f.Message, " ") }),
		"error-known":    unlike(known),
		"error-known-pages": func(a *asker) string {
			resp, body := a.get(appPath + "tags/list?n=x")
			if code := codeIn(body); !known(failure{Code: code}) {
				return inShort(resp, body)
			}
			return ""
		},
		"warning-form": warnings,
		"warning-size": warnings,
	}
}

// warnings are those in any answer: there are none.
func warnings(a *asker) string {
	paths := []string{"/v2/", appPath + "tags/list", appPath + "manifests/9", "/v2/acme/nowhere/tags/list", appPath + "referrers/" + absent}
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

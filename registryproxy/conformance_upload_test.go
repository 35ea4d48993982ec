package registryproxy

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// begin begins an upload.
func (a *asker) begin() *reply {
	a.t.Helper()
	begun, body := a.ask(http.MethodPost, a.path("blobs/uploads/"), "", "Content-Length", "0")
	require.Equal(a.t, http.StatusAccepted, begun.StatusCode, body)
	return begun
}

// stored says whether an answer is that a blob was stored, where it says.
func (a *asker) stored(resp *reply, body, blob string) string {
	a.t.Helper()
	if resp.StatusCode != http.StatusCreated {
		return inShort(resp, body)
	}
	if a.location(resp) == "" {
		return "201 without a Location"
	}
	if got, body := a.get(a.location(resp)); got.StatusCode != http.StatusOK || body != blob {
		return "nothing at the Location: " + inShort(got, body)
	}
	return ""
}

// refused says whether an answer is a refusal, after which there is no such blob.
func (a *asker) refused(resp *reply, body, digest string) string {
	a.t.Helper()
	if resp.StatusCode != http.StatusBadRequest {
		return inShort(resp, body)
	}
	return a.answers(http.MethodHead, http.StatusNotFound, a.path("blobs/%s", digest))
}

var uuidForm = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// uploadProbes are about blobs that come in one.
func uploadProbes() map[string]probe {
	return map[string]probe{
		"upload-begin": func(a *asker) string {
			begun, body := a.ask(http.MethodPost, a.path("blobs/uploads/"), "")
			if begun.StatusCode != http.StatusAccepted || a.location(begun) == "" {
				return inShort(begun, body)
			}
			return ""
		},
		"upload-session": func(a *asker) string {
			if !uuidForm.MatchString(a.location(a.begin())) {
				return "no UUID"
			}
			return ""
		},
		"upload-put": func(a *asker) string {
			blob := a.own("blob")
			digest := entitlement.SHA256([]byte(blob)).String()
			done, body := a.ask(http.MethodPut, a.location(a.begin(), "digest="+digest), blob, "Content-Type", octets)
			return a.stored(done, body, blob)
		},
		"upload-other-digest": func(a *asker) string {
			done, body := a.ask(http.MethodPut, a.location(a.begin(), "digest="+absent), a.own("blob"), "Content-Type", octets)
			return a.refused(done, body, absent)
		},
		"upload-digest": func(a *asker) string {
			for _, digest := range []string{"x", "sha256:1", "sha256:" + strings.Repeat("x", 64), "md5:" + strings.Repeat("0", 32)} {
				resp, body := a.ask(http.MethodPut, a.location(a.begin(), "digest="+digest), "x", "Content-Type", octets)
				if resp.StatusCode != http.StatusBadRequest {
					return "PUT: " + inShort(resp, body)
				}
				resp, body = a.ask(http.MethodPost, a.path("blobs/uploads/?digest=%s", digest), "x", "Content-Type", octets)
				if resp.StatusCode != http.StatusBadRequest {
					return "POST: " + inShort(resp, body)
				}
			}
			return ""
		},
		"single": func(a *asker) string {
			blob := a.own("blob")
			resp, body, _ := a.single(blob)
			if resp.StatusCode == http.StatusAccepted {
				return ""
			}
			return a.stored(resp, body, blob)
		},
		"single-begun": func(a *asker) string {
			blob := a.own("blob")
			resp, body, digest := a.single(blob)
			switch resp.StatusCode {
			case http.StatusCreated:
				return ""
			case http.StatusAccepted:
				done, body := a.ask(http.MethodPut, a.location(resp, "digest="+digest), blob, "Content-Type", octets)
				return a.stored(done, body, blob)
			default:
				return inShort(resp, body)
			}
		},
		"single-digest": func(a *asker) string {
			resp, body := a.ask(http.MethodPost, a.path("blobs/uploads/?digest=%s", absent), a.own("blob"), "Content-Type", octets)
			if resp.StatusCode == http.StatusAccepted { // nothing but an upload that has begun
				return a.answers(http.MethodHead, http.StatusNotFound, a.path("blobs/%s", absent))
			}
			return a.refused(resp, body, absent)
		},
		"single-length": func(a *asker) string {
			return cmp.Or(a.cutShort(http.MethodPost, func(string) string { return a.path("blobs/uploads/?") }), a.cutShort(http.MethodPut, func(string) string { return a.location(a.begin(), "") }))
		},
	}
}

// single pushes a blob with one POST.
func (a *asker) single(blob string) (resp *reply, body, digest string) {
	a.t.Helper()
	digest = entitlement.SHA256([]byte(blob)).String()
	resp, body = a.ask(http.MethodPost, a.path("blobs/uploads/?digest=%s", digest), blob, "Content-Type", octets)
	return resp, body, digest
}

// cutShort announces more than it sends.
func (a *asker) cutShort(method string, where func(string) string) string {
	a.t.Helper()
	blob := a.own(method)
	digest := entitlement.SHA256([]byte(blob)).String()
	body := io.MultiReader(strings.NewReader(blob), failing{})
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.base+where(digest)+"&digest="+digest, body)
	require.NoError(a.t, err)
	req.ContentLength = int64(len(blob)) + 1
	req.Header.Set("Content-Type", octets)
	if a.access != "" {
		req.Header.Set("Authorization", "Bearer "+a.access)
	}
	resp, err := a.transport.RoundTrip(req)
	if err == nil {
		_ = resp.Body.Close() // it is not read
		if resp.StatusCode == http.StatusCreated {
			return fmt.Sprintf("%s: 201", method)
		}
	}
	return a.answers(http.MethodHead, http.StatusNotFound, a.path("blobs/%s", digest))
}

// failing is a body of which no more comes.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line is cut") }

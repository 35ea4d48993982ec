package registryproxy

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// patch sends a chunk that begins at from.
func (a *asker) patch(location, chunk string, from int) (*reply, string) {
	a.t.Helper()
	return a.ask(http.MethodPatch, location, chunk, "Content-Type", octets, "Content-Range", fmt.Sprintf("%d-%d", from, from+len(chunk)-1))
}

// taken says whether a chunk was taken, of an upload that has so many bytes now.
func (a *asker) taken(resp *reply, body string, status, size int) string {
	a.t.Helper()
	switch want := fmt.Sprintf("0-%d", size-1); {
	case resp.StatusCode != status:
		return inShort(resp, body)
	case a.location(resp) == "":
		return fmt.Sprintf("%d without a Location", status)
	case resp.Header.Get("Range") != want:
		return fmt.Sprintf("Range: %s for %s", resp.Header.Get("Range"), want)
	default:
		return ""
	}
}

// chunkProbes are about blobs that come in several.
func chunkProbes() map[string]probe {
	// halves begins an upload, and sends the first part.
	halves := func(a *asker) (resp *reply, whole, digest string, half int) {
		whole = a.own("blob")
		half = len(whole) / 2
		resp, _ = a.patch(a.location(a.begin()), whole[:half], 0)
		return resp, whole, entitlement.SHA256([]byte(whole)).String(), half
	}
	return map[string]probe{
		"chunk-min": func(a *asker) string {
			begun := a.begin()
			resp, body := a.patch(a.location(begun), "x", 0)
			if least := begun.Header.Get("OCI-Chunk-Min-Length"); least != "" {
				return least
			}
			return a.taken(resp, body, http.StatusAccepted, 1)
		},
		"chunk": func(a *asker) string {
			whole, half := a.own("blob"), 9
			one, body := a.patch(a.location(a.begin()), whole[:half], 0)
			if instead := a.taken(one, body, http.StatusAccepted, half); instead != "" {
				return instead
			}
			two, body := a.patch(a.location(one), whole[half:], half)
			return a.taken(two, body, http.StatusAccepted, len(whole))
		},
		"chunk-first": func(a *asker) string {
			resp, body := a.patch(a.location(a.begin()), "x", 1)
			return statusOf(resp, body, http.StatusRequestedRangeNotSatisfiable)
		},
		"chunk-order": func(a *asker) string {
			one, whole, _, half := halves(a)
			gap, body := a.patch(a.location(one), whole[half:], half+1)
			again, bodyAgain := a.patch(a.location(one), whole[:half], 0)
			return cmp.Or(statusOf(gap, body, http.StatusRequestedRangeNotSatisfiable), statusOf(again, bodyAgain, http.StatusRequestedRangeNotSatisfiable))
		},
		"chunk-close": func(a *asker) string {
			one, whole, digest, half := halves(a)
			two, _ := a.patch(a.location(one), whole[half:], half)
			done, body := a.ask(http.MethodPut, a.location(two, "digest="+digest), "")
			return a.stored(done, body, whole)
		},
		"chunk-last": func(a *asker) string {
			one, whole, digest, half := halves(a)
			done, body := a.ask(http.MethodPut, a.location(one, "digest="+digest), whole[half:], "Content-Type", octets, "Content-Range", fmt.Sprintf("%d-%d", half, len(whole)-1))
			return a.stored(done, body, whole)
		},
		"chunk-last-order": func(a *asker) string {
			one, whole, digest, half := halves(a)
			done, body := a.ask(http.MethodPut, a.location(one, "digest="+digest), whole[half:], "Content-Type", octets, "Content-Range", fmt.Sprintf("%d-%d", half+1, len(whole)))
			return statusOf(done, body, http.StatusRequestedRangeNotSatisfiable)
		},
		"chunk-digest": func(a *asker) string {
			one, whole, _, half := halves(a)
			ofLast := entitlement.SHA256([]byte(whole[half:])).String()
			done, body := a.ask(http.MethodPut, a.location(one, "digest="+ofLast), whole[half:], "Content-Type", octets, "Content-Range", fmt.Sprintf("%d-%d", half, len(whole)-1))
			return a.refused(done, body, ofLast)
		},
		"upload-status": func(a *asker) string {
			one, _, _, half := halves(a)
			state, body := a.get(a.location(one))
			return a.taken(state, body, http.StatusNoContent, half)
		},
		"upload-resume": func(a *asker) string {
			one, whole, digest, half := halves(a)
			a.patch(a.location(one), whole[half:], half+1)
			state, body := a.get(a.location(one))
			if instead := a.taken(state, body, http.StatusNoContent, half); instead != "" {
				return instead
			}
			two, _ := a.patch(a.location(state), whole[half:], half)
			done, body := a.ask(http.MethodPut, a.location(two, "digest="+digest), "")
			return a.stored(done, body, whole)
		},
		"cancel": func(a *asker) string {
			one, _, _, _ := halves(a)
			gone, body := a.ask(http.MethodDelete, a.location(one), "", "Content-Length", "0")
			return cmp.Or(statusOf(gone, body, http.StatusNoContent), a.answers(http.MethodGet, http.StatusNotFound, a.location(one)))
		},
	}
}

// statusOf says what is answered, where it is not the status.
func statusOf(resp *reply, body string, want int) string {
	if resp.StatusCode != want {
		return inShort(resp, body)
	}
	return ""
}

package registryproxy

import (
	"cmp"
	"fmt"
	"net/http"
)

// mountProbes are about blobs of another repository.
func mountProbes() map[string]probe {
	const to = "other/blobs/uploads/?mount="
	begun := func(a *asker, query string) string {
		resp, body := a.ask(http.MethodPost, a.path(to+"%s", query), "")
		if resp.StatusCode == http.StatusAccepted && a.location(resp) == "" {
			return "202 without a Location"
		}
		return statusOf(resp, body, http.StatusAccepted)
	}
	return map[string]probe{
		"mount": func(a *asker) string {
			blob := a.own("blob")
			digest := a.blob(blob)
			resp, body := a.ask(http.MethodPost, a.path(to+"%s&from=%s", digest, a.room), "")
			return a.stored(resp, body, blob)
		},
		"mount-missing": func(a *asker) string {
			there := a.blob(a.own("blob"))
			return cmp.Or(begun(a, fmt.Sprintf("%s&from=%s", absent, a.room)), begun(a, there+"&from=acme/nowhere"))
		},
		"mount-anywhere": func(a *asker) string {
			blob := a.own("blob")
			resp, body := a.ask(http.MethodPost, a.path(to+"%s", a.blob(blob)), "")
			if resp.StatusCode == http.StatusCreated {
				return a.stored(resp, body, blob)
			}
			if resp.StatusCode == http.StatusAccepted && a.location(resp) == "" {
				return "202 without a Location"
			}
			return statusOf(resp, body, http.StatusAccepted)
		},
	}
}

package registryproxy

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// apiProbes are about all of it.
func apiProbes() map[string]probe {
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
		"push": func(a *asker) string {
			return a.answers(http.MethodPost, http.StatusAccepted, a.roomOrApp()+"blobs/uploads/")
		},
		"discovery":   gets(http.StatusOK, appPath+"tags/list", appPath+"tags/list?n=1&last=1.4.0", appPath+"referrers/"+absent, appPath+"referrers/"+absent+"?artifactType=x"),
		"whole":       everyEndpoint,
		"too-many":    tooMany,
		"management":  deletes(http.StatusAccepted, "manifests/absent", "manifests/"+absent, "blobs/"+absent),
		"support":     gets(http.StatusOK, "/v2/"),
		"head-as-get": headAsGet,
		"allow": func(a *asker) string {
			for _, p := range both(a) {
				resp, _ := a.ask(http.MethodDelete, p.path, "")
				allow := strings.Split(resp.Header.Get("Allow"), ", ")
				if resp.StatusCode != http.StatusMethodNotAllowed || !slices.Contains(allow, http.MethodGet) || slices.Contains(allow, http.MethodDelete) {
					return fmt.Sprintf("%d, Allow: %s", resp.StatusCode, allow)
				}
			}
			return ""
		},
		"namespace": func(a *asker) string {
			for _, p := range both(a) {
				resp, body := a.get(p.path + "?ns=registry.acme.example")
				if given := resp.Header.Get("OCI-Namespace"); body != p.bytes || given != "" {
					return fmt.Sprint(resp.StatusCode, given)
				}
			}
			return ""
		},
	}
}

// everyEndpoint asks for all of the categories that are there, beside Pull: each answer is
// of an endpoint that knows what it is asked for.
func everyEndpoint(a *asker) string {
	asked := [][2]string{{http.MethodGet, appPath + "tags/list?n=1&last=1.4.0"}, {http.MethodGet, appPath + "referrers/" + absent + "?artifactType=x"}}
	if a.room != "" {
		upload := a.location(a.begin())
		digest := entitlement.SHA256([]byte("{}")).String()
		asked = append(asked, [][2]string{
			{http.MethodGet, upload}, {http.MethodPatch, upload}, {http.MethodPost, a.path("blobs/uploads/?digest=%s", digest)},
			{http.MethodPost, a.path("blobs/uploads/?mount=%s&from=%s", digest, app)}, {http.MethodPut, a.location(a.begin(), "digest="+digest)},
			{http.MethodPut, a.path("manifests/whole")}, {http.MethodPut, a.path("manifests/%s", digest)},
		}...)
	}
	for _, of := range asked {
		resp, body := a.ask(of[0], of[1], "{}", "Content-Type", octets)
		if resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusMethodNotAllowed || resp.StatusCode >= 500 {
			return of[0] + ": " + inShort(resp, body)
		}
	}
	return ""
}

// tooMany asks a proxy that lets a customer pull once an hour.
func tooMany(a *asker) string {
	front := *a.stand
	front.serve(a.t, publishingGate{a.gate}, func(c *Config) {
		c.Limits.PullsPerCredential = Rate{Every: time.Hour, AtOnce: 1}
	})
	access := front.bearer(a.t, a.gate.token(a.t, "globex"), pull(app))
	for _, status := range []int{http.StatusOK, http.StatusTooManyRequests} {
		resp, body := front.request(a.t, http.MethodGet, a.blobs[0].path, access)
		if after, err := strconv.Atoi(resp.Header.Get("Retry-After")); resp.StatusCode != status || (err == nil && after > 0) != (status == http.StatusTooManyRequests) {
			return inShort(resp, body)
		}
	}
	return ""
}

// roomOrApp is where an asker pushes, or tries to.
func (a *asker) roomOrApp() string {
	if a.room == "" {
		return appPath
	}
	return a.path("")
}

// headAsGet compares the two.
func headAsGet(a *asker) string {
	for _, p := range append(both(a), piece{path: appPath + "tags/list"}, piece{path: appPath + "referrers/" + absent}) {
		whole, _ := a.get(p.path)
		head, body := a.ask(http.MethodHead, p.path, "")
		if head.StatusCode != whole.StatusCode || body != "" {
			return fmt.Sprintf("HEAD of %s: %d", p.path, head.StatusCode)
		}
		for _, name := range []string{"Content-Type", "Content-Length", "Docker-Content-Digest", "Etag", "Link"} {
			if !slices.Equal(head.Header[name], whole.Header[name]) {
				return fmt.Sprintf("HEAD has another %s", name)
			}
		}
	}
	return ""
}

package registryproxy

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// sizeProbes are about manifests of many tags or bytes.
func sizeProbes() map[string]probe {
	return map[string]probe{
		"put-tags": func(a *asker) string { _, instead := a.putTags(); return instead },
		"put-ten-tags": func(a *asker) string {
			if accepted, instead := a.putTags(); instead != "" || accepted != 0 && accepted != 10 {
				return cmp.Or(instead, fmt.Sprint(accepted))
			}
			return ""
		},
		"put-large": func(a *asker) string {
			m := a.large(maxManifest)
			resp, body := a.put("large", ociManifest, m)
			if got, back := a.get(a.path("manifests/large")); resp.StatusCode == http.StatusCreated && back != m {
				return inShort(got, back)
			}
			return statusOf(resp, body, http.StatusCreated)
		},
		"put-limit": func(a *asker) string {
			resp, body := a.put("limit", ociManifest, a.large(maxManifest+1))
			return statusOf(resp, body, http.StatusRequestEntityTooLarge)
		},
	}
}

// putTags pushes a manifest with ten tags, and counts those that are said to be
// there.
func (a *asker) putTags() (accepted int, instead string) {
	a.t.Helper()
	m := a.image("layer")
	query := ""
	var tags []string
	for i := range 10 {
		tags = append(tags, fmt.Sprintf("%s-%d", a.t.Name()[strings.LastIndexByte(a.t.Name(), '/')+1:], i))
		query += "&tag=" + tags[i]
	}
	resp, body := a.put(entitlement.SHA256([]byte(m)).String()+"?"+query[1:], ociManifest, m)
	if resp.StatusCode != http.StatusCreated {
		return 0, inShort(resp, body)
	}
	named := strings.Split(strings.Join(resp.Header.Values("OCI-Tag"), ", "), ", ")
	for _, tag := range tags {
		got, _ := a.get(a.path("manifests/%s", tag))
		if (got.StatusCode == http.StatusOK) != slices.Contains(named, tag) {
			return 0, fmt.Sprintf("%d, OCI-Tag: %s", got.StatusCode, named)
		}
		if got.StatusCode == http.StatusOK {
			accepted++
		}
	}
	return accepted, ""
}

// large is a manifest of so many bytes, most of which say nothing.
func (a *asker) large(size int) string {
	a.t.Helper()
	m := a.image("layer")
	return m + strings.Repeat(" ", size-len(m))
}

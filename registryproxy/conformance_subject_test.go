package registryproxy

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// subjectOf is the field of a manifest that refers to a digest.
func subjectOf(digest string) string {
	return fmt.Sprintf(`"subject":{"mediaType":%q,"digest":%q,"size":2}`, ociManifest, digest)
}

// pushedProbes are about manifests that refer to another.
func pushedProbes() map[string]probe {
	return map[string]probe{
		"subject-first": func(a *asker) string {
			resp, body := a.put("first", ociManifest, a.image("layer", subjectOf(entitlement.SHA256([]byte(a.own("nothing"))).String())))
			return statusOf(resp, body, http.StatusCreated)
		},
		"subject": func(a *asker) string {
			subject := entitlement.SHA256([]byte(a.own("nothing"))).String()
			resp, body := a.put("subject", ociManifest, a.image("layer", subjectOf(subject)))
			if resp.StatusCode == http.StatusCreated && resp.Header.Get("OCI-Subject") != subject {
				return "OCI-Subject: " + resp.Header.Get("OCI-Subject")
			}
			return statusOf(resp, body, http.StatusCreated)
		},
		"referrers-new": func(a *asker) string {
			subject := entitlement.SHA256([]byte(a.own("nothing"))).String()
			for i := range 2 {
				m := a.image(fmt.Sprint("layer ", i), subjectOf(subject))
				if resp, body := a.put(entitlement.SHA256([]byte(m)).String(), ociManifest, m); resp.StatusCode != http.StatusCreated {
					return inShort(resp, body)
				}
				list, _, instead := a.referrers(a.path("referrers/%s", subject))
				if _, there := list[entitlement.SHA256([]byte(m)).String()]; !there || len(list) != i+1 {
					return cmp.Or(instead, fmt.Sprintf("%d of %d", len(list), i+1))
				}
			}
			return ""
		},
		"fallback-tag": func(a *asker) string {
			hex := strings.Repeat("1", 64) + strings.Repeat("2", 64)
			m := a.image("layer", subjectOf("sha512:"+hex))
			resp, body := a.put(entitlement.SHA256([]byte(m)).String(), ociManifest, m)
			if resp.StatusCode != http.StatusCreated {
				return inShort(resp, body)
			}
			list, _, instead := a.referrers(a.path("manifests/sha512-%s", hex[:64]))
			if _, there := list[entitlement.SHA256([]byte(m)).String()]; !there {
				return cmp.Or(instead, "not in it")
			}
			return ""
		},
	}
}

// deletes asks to delete, and says what is answered where it is none of the
// statuses.
func deletes(status int, paths ...string) probe {
	return func(a *asker) string {
		for _, path := range paths {
			if resp, body := a.ask(http.MethodDelete, appPath+path, ""); resp.StatusCode != status {
				return inShort(resp, body)
			}
		}
		return ""
	}
}

// deleteProbes are about deleting.
func deleteProbes() map[string]probe {
	disabled := func(path func(a *asker) string) probe {
		return func(a *asker) string {
			resp, body := a.ask(http.MethodDelete, path(a), "")
			if resp.StatusCode != http.StatusBadRequest && resp.StatusCode != http.StatusMethodNotAllowed {
				return inShort(resp, body)
			}
			return a.answers(http.MethodGet, http.StatusOK, path(a))
		}
	}
	tag := func(a *asker) string { return a.manifests[0].path }
	digest := func(a *asker) string { return a.manifests[1].path }
	blob := func(a *asker) string { return a.blobs[0].path }
	done := func(path func(a *asker) string) probe {
		return func(a *asker) string { return a.answers(http.MethodDelete, http.StatusAccepted, path(a)) }
	}
	return map[string]probe{
		"delete-tag": disabled(tag), "delete-manifest": disabled(digest), "delete-blob": disabled(blob),
		"tag-deleted": done(tag), "manifest-deleted": done(digest), "blob-deleted": done(blob),
		"delete-nowhere": func(a *asker) string {
			return a.answers(http.MethodDelete, http.StatusNotFound, "/v2/acme/nowhere/manifests/"+absent)
		},
		"delete-no-blob": deletes(http.StatusNotFound, "blobs/"+absent),
	}
}

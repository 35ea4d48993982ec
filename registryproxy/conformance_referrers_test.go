package registryproxy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// referrers reads a list strictly. instead says what it is if it is none.
func (a *asker) referrers(path string) (list map[string]refers, resp *reply, instead string) {
	a.t.Helper()
	resp, body := a.get(path)
	if resp.StatusCode != http.StatusOK {
		return nil, resp, inShort(resp, body)
	}
	var index struct {
		SchemaVersion int       `json:"schemaVersion"`
		MediaType     string    `json:"mediaType"`
		Manifests     []*refers `json:"manifests"`
	}
	if err := json.Unmarshal([]byte(body), &index); err != nil || index.SchemaVersion != 2 || index.MediaType != ociIndex || index.Manifests == nil {
		return nil, resp, "no image index"
	}
	list = map[string]refers{}
	for _, d := range index.Manifests {
		if d == nil || list[d.Digest].Digest != "" {
			return nil, resp, "one of them twice, or nothing"
		}
		list[d.Digest] = *d
	}
	return list, resp, ""
}

// reads compares one of what refers to 1.4.2 with what it is.
func readsOne(what string, which func(abouts) string, right func(got, want refers) bool) probe {
	return func(a *asker) string {
		list, _, instead := a.referrers(appPath + "referrers/" + a.about.subject)
		got, there := list[which(a.about)]
		if instead == "" && (!there || !right(got, a.about.all[which(a.about)])) {
			return what
		}
		return instead
	}
}

// referrersProbes are about the list of what refers to a digest.
func referrersProbes() map[string]probe {
	of := func(a *asker, query string) (map[string]refers, *reply, string) {
		return a.referrers(appPath + "referrers/" + a.about.subject + query)
	}
	sameType := func(got, want refers) bool { return got.ArtifactType == want.ArtifactType }
	return map[string]probe{
		"referrers": func(a *asker) string {
			return a.answers(http.MethodGet, http.StatusOK, appPath+"referrers/"+a.about.subject)
		},
		"referrers-unknown": func(a *asker) string {
			return a.answers(http.MethodGet, http.StatusOK, appPath+"referrers/"+absent, appPath+"referrers/sha512:"+strings.Repeat("0", 128), appPath+"referrers/"+digestOf(a.t, a.newer))
		},
		"referrers-digest": gets(http.StatusBadRequest, appPath+"referrers/x", appPath+"referrers/sha256:1", appPath+"referrers/"+strings.ToUpper(absent), appPath+"referrers/1.4.2"),
		"referrers-document": func(a *asker) string {
			list, _, instead := of(a, "")
			if instead == "" && !slices.Equal(slices.Sorted(maps.Keys(list)), slices.Sorted(maps.Keys(a.about.all))) {
				return fmt.Sprintf("%d of %d", len(list), len(a.about.all))
			}
			for digest, d := range list {
				if want := a.about.all[digest]; d.Size != want.Size || d.MediaType != want.MediaType {
					return fmt.Sprint(d)
				}
			}
			return instead
		},
		"referrers-type": func(a *asker) string {
			_, resp, instead := of(a, "")
			if mediaType := resp.Header.Get("Content-Type"); instead == "" && mediaType != ociIndex {
				return mediaType
			}
			return instead
		},
		"referrers-artifact":    readsOne("the type of its config", func(of abouts) string { return of.sbom }, sameType),
		"referrers-config":      readsOne("another type", func(of abouts) string { return of.signature }, sameType),
		"referrers-index":       readsOne("a type", func(of abouts) string { return of.index }, sameType),
		"referrers-annotations": readsOne("other annotations", func(of abouts) string { return of.sbom }, func(got, want refers) bool { return maps.Equal(got.Annotations, want.Annotations) }),
		"referrers-none": func(a *asker) string {
			list, _, instead := a.referrers(appPath + "referrers/" + absent)
			if instead == "" && len(list) != 0 {
				return fmt.Sprint(len(list))
			}
			return instead
		},
		"referrers-pages": pagesOfReferrers,
		"referrers-filter": func(a *asker) string {
			list, _, instead := of(a, "?artifactType=text%2Fspdx")
			if _, there := list[a.about.sbom]; instead == "" && (!there || len(list) != 1) {
				return fmt.Sprintf("%d of them", len(list))
			}
			return instead
		},
		"referrers-filter-named": func(a *asker) string {
			list, resp, instead := of(a, "?artifactType=text%2Fspdx")
			_, plain, _ := of(a, "")
			if given := resp.Header.Get("OCI-Filters-Applied"); instead == "" && (len(list) < len(a.about.all)) != (given == "artifactType") {
				return given
			}
			return cmp.Or(instead, plain.Header.Get("OCI-Filters-Applied"))
		},
		"referrers-before": func(a *asker) string {
			list, _, instead := of(a, "")
			for digest := range a.about.all {
				if _, there := list[digest]; !there {
					return cmp.Or(instead, "one is missing")
				}
			}
			return instead
		},
		"fallback-content": func(a *asker) string {
			api, _, instead := of(a, "")
			tag, _, insteadOfTag := a.referrers(appPath + "manifests/" + a.about.tag)
			if !maps.EqualFunc(api, tag, func(a, b refers) bool {
				return a.Digest == b.Digest && a.ArtifactType == b.ArtifactType && maps.Equal(a.Annotations, b.Annotations)
			}) {
				return cmp.Or(instead, insteadOfTag, "they differ")
			}
			return ""
		},
	}
}

// pagesOfReferrers asks for a list that is too long for one answer. So large ones
// are searched and not read, which takes seconds with the race detector.
func pagesOfReferrers(a *asker) string {
	path := appPath + "referrers/" + a.about.many
	seen := map[string]int{}
	for range 2 {
		resp, body := a.get(path)
		digest := regexp.MustCompile(`"digest":"[^"]+"`).FindString(body)
		seen[digest] = strings.Count(body, `"digest":`)
		link := resp.Header.Get("Link")
		if link == "" {
			break
		}
		form := linkForm.FindStringSubmatch(link)
		if form == nil {
			return link
		}
		path = form[1]
	}
	if len(seen) != 2 || slices.ContainsFunc(slices.Collect(maps.Values(seen)), func(n int) bool { return n != 1 }) {
		return fmt.Sprint(seen)
	}
	return ""
}

package registryproxy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// tags are those of acme/app, as far as the asker sees them, in order.
func (a *asker) tags() []string {
	if a.column == vendor || a.column == direct {
		return []string{"1.4.0", "1.4.2", "2.0.0", "B2", "a1", a.about.tag}
	}
	return []string{"1.4.0", "1.4.2", "B2", "a1"}
}

// listed reads a list of tags strictly. instead says what it is if it is none.
func (a *asker) listed(query string) (tags []string, link, instead string) {
	a.t.Helper()
	return a.listedIn(string(app), query)
}

func (a *asker) listedIn(repository, query string) (tags []string, link, instead string) {
	a.t.Helper()
	resp, body := a.get("/v2/" + repository + "/tags/list?" + query)
	if resp.StatusCode != http.StatusOK {
		return nil, "", inShort(resp, body)
	}
	var list struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil || list.Name != repository {
		return nil, "", "another document"
	}
	if list.Tags == nil {
		return nil, "", "null"
	}
	return list.Tags, resp.Header.Get("Link"), ""
}

// lists compares a list of tags with a part of what it is made of.
func lists(query string, part func(all []string) []string) probe {
	return func(a *asker) string {
		tags, _, instead := a.listed(query)
		if want := part(a.tags()); instead == "" && !slices.Equal(tags, want) {
			return fmt.Sprintf("%s: %s", query, strings.Join(tags, " "))
		}
		return instead
	}
}

func first(n int) func([]string) []string {
	return func(all []string) []string { return all[:min(n, len(all))] }
}

func behind(n int) func([]string) []string { return func(all []string) []string { return all[n:] } }

// linkForm is what of RFC 5988 a link to the next page needs.
var linkForm = regexp.MustCompile(`^<(/v2/[^<>" ]+)>; rel="next"$`)

func tagsProbes() map[string]probe {
	return map[string]probe{
		"tags":          gets(http.StatusOK, appPath+"tags/list"),
		"tags-document": lists("", behind(0)),
		"tags-empty": func(a *asker) string {
			tags, link, instead := a.listedIn("acme/untagged", "")
			return cmp.Or(instead, strings.Join(tags, " "), link)
		},
		"tags-order":       func(a *asker) string { return outOfOrder(a, func(tag string) string { return tag }) },
		"tags-letter-case": func(a *asker) string { return outOfOrder(a, strings.ToLower) },
		"tags-n": func(a *asker) string {
			return cmp.Or(lists("n=1", first(1))(a), lists("n=3", first(3))(a), lists("n=99", first(99))(a))
		},
		"tags-link": pagesOfTags,
		"tags-none": lists("n=0", first(0)),
		"tags-none-link": func(a *asker) string {
			_, link, instead := a.listed("n=0")
			return cmp.Or(instead, link)
		},
		"tags-last": func(a *asker) string {
			all := a.tags()
			last := all[len(all)-1]
			return cmp.Or(lists("last=1.4.0", behind(1))(a), lists("last=1&n=2", first(2))(a), lists("last=1.4.1", behind(1))(a), lists("last="+last, behind(len(all)))(a))
		},
	}
}

// pagesOfTags goes from page to page, by the links if there are any. Where the
// registry gives the list, it may leave them out.
func pagesOfTags(a *asker) string {
	var seen []string
	for query := "n=3"; query != ""; {
		tags, link, instead := a.listed(query)
		if seen = append(seen, tags...); instead != "" || len(seen) > len(a.tags()) {
			return cmp.Or(instead, "they never end")
		}
		form := linkForm.FindStringSubmatch(link)
		switch {
		case form != nil:
			_, query, _ = strings.Cut(form[1], "?")
		case link != "":
			return link
		case a.column == vendor && len(tags) == 3:
			query = "n=3&last=" + tags[2]
		default:
			query = ""
		}
	}
	if !slices.Equal(seen, a.tags()) {
		return strings.Join(seen, " ")
	}
	return ""
}

// outOfOrder names two neighbours in the list that stand the wrong way round.
func outOfOrder(a *asker, key func(string) string) string {
	tags, _, instead := a.listed("")
	for i := range len(tags) - 1 {
		if key(tags[i]) > key(tags[i+1]) {
			return tags[i] + " comes before " + tags[i+1]
		}
	}
	return instead
}

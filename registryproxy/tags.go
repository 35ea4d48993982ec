package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// maxPage is how many tags one page lists.
const maxPage = 10_000

// A page is which part of a list a client wants.
type page struct {
	n    int    // at most so many
	last string // only those behind it, byte by byte; it need not be there
}

// parsePage reads n and last (OCI distribution specification, "Listing Tags").
func parsePage(query url.Values) (page, *refusal) {
	p := page{n: maxPage, last: query.Get("last")}
	if given, ok := query["n"]; ok {
		n, err := strconv.ParseUint(given[0], 10, 63)
		if err != nil || len(given) > 1 {
			return page{}, malformed(codePagination, "n is one number, 0 or more")
		}
		p.n = int(min(n, maxPage))
	}
	return p, nil
}

// of cuts the page out of a sorted list. more says whether there is another.
func (p page) of(sorted []string) (names []string, more bool) {
	start, found := slices.BinarySearch(sorted, p.last) // no tag is empty, so without last it is 0
	if found {
		start++
	}
	rest := sorted[start:]
	return rest[:min(p.n, len(rest))], p.n > 0 && p.n < len(rest)
}

// next is the Link header (RFC 8288) that leads to the page behind the one that
// ends with last.
func (p page) next(path, last string) string {
	return fmt.Sprintf(`<%s?last=%s&n=%d>; rel="next"`, path, url.QueryEscape(last), p.n)
}

// tags lists the tags that may be pulled now. They are found in what is held, and
// not by leaving something out of what the upstream lists: a short page, and a
// link that names the tag behind it, would tell of what was left out.
func (p *Proxy) tags(w http.ResponseWriter, r *http.Request, on route, who bearer, holding entitlement.Holding, at time.Time) {
	if !holding.Any(at) {
		p.refuse(w, r, p.refusal(who, on, holding, at))
		return
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		p.refuse(w, r, malformed(codePagination, "the query cannot be read"))
		return
	}
	wanted, no := parsePage(query)
	if no != nil {
		p.refuse(w, r, no)
		return
	}
	names, more := wanted.of(holding.Tags(at))
	body, err := json.Marshal(struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}{string(on.repository), names})
	if err != nil {
		p.refuse(w, r, p.trouble(r, "writing a list of tags", err))
		return
	}
	h := w.Header()
	if more {
		h.Set("Link", wanted.next(on.path(), names[len(names)-1]))
	}
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // to a client that has gone there is nothing to say
}

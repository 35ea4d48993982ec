package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// maxPage is how many names one page lists.
const maxPage = 10_000

// A page is which part of a list a client wants.
type page struct {
	n    int    // at most so many
	last string // only those behind it, byte by byte; it need not be there
}

// readPage reads n and last (OCI distribution specification, "Listing Tags"),
// which mean the same in every list.
func readPage(r *http.Request) (page, *refusal) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return page{}, malformed(codePagination, "the query cannot be read")
	}
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

// of cuts the page out of a sorted list, in which no name is empty. names is
// never nil, which JSON would have as null; more says whether there is another
// page.
func (p page) of(sorted []string) (names []string, more bool) {
	start, found := slices.BinarySearch(sorted, p.last) // without last it is 0
	if found {
		start++
	}
	rest := sorted[start:]
	if p.n == 0 || len(rest) == 0 {
		return []string{}, false
	}
	return rest[:min(p.n, len(rest))], p.n < len(rest)
}

// next is the Link header (RFC 8288) that leads to the page behind the one that
// ends with last.
func (p page) next(path, last string) string {
	return fmt.Sprintf(`<%s?last=%s&n=%d>; rel="next"`, path, url.QueryEscape(last), p.n)
}

// list sends the page of a sorted list that the client wants, in the document
// that such a list comes in.
func (p *Proxy) list(w http.ResponseWriter, r *http.Request, on route, sorted []string, document func(names []string) any) {
	wanted, no := readPage(r)
	if no != nil {
		p.refuse(w, r, no)
		return
	}
	names, more := wanted.of(sorted)
	body, err := json.Marshal(document(names))
	if err != nil {
		p.refuse(w, r, p.trouble(r, "writing a list", err))
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

package distr

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	defaultRows = 50
	maxRows     = 1000
	maxSearch   = 200 // characters, as many as a name has
	trigram     = 3   // characters that a search by an index of trigrams needs
)

// Complete checks the query, except for its mark, and fills in what has a default.
// Search is as [Fold] makes it then. A query that is not on offer, or cannot mean
// anything, is a [tenant.ErrInvalid].
func (q CustomerList) Complete() (CustomerList, error) {
	if !utf8.ValidString(q.Search) { // Fold would make it valid
		return CustomerList{}, fmt.Errorf("%w search %q: it is not valid UTF-8", tenant.ErrInvalid, q.Search)
	}
	q.Search = Fold(strings.TrimSpace(q.Search))
	if q.Status == "" {
		q.Status = Active
	}
	if q.Limit == 0 {
		q.Limit = defaultRows
	}
	if q.Sort == "" {
		q.Sort = q.defaultSort()
	}
	if err := q.check(); err != nil {
		return CustomerList{}, err
	}
	return q, q.offered()
}

func (q CustomerList) defaultSort() CustomerSort {
	switch {
	case q.searches():
		return SortAdded
	case !q.Expires.IsZero():
		return SortExpires
	case !q.Pulled.IsZero():
		return SortPulled
	case !q.Scanned.IsZero():
		return SortScanned
	}
	return SortName
}

// searches says whether the search is long enough to be found anywhere in a text.
func (q CustomerList) searches() bool { return utf8.RuneCountInString(q.Search) >= trigram }

func (q CustomerList) check() error {
	switch q.Status {
	case Active, Archived, AnyState:
	default:
		return fmt.Errorf("%w status %q: it is one of %s, %s, %s", tenant.ErrInvalid, q.Status, Active, Archived, AnyState)
	}
	switch q.Access {
	case "", tenant.AccessDisabled, tenant.AccessReadOnly, tenant.AccessFull:
	default:
		return fmt.Errorf("%w access %q: it is one of %s, %s, %s", tenant.ErrInvalid, q.Access, tenant.AccessDisabled, tenant.AccessReadOnly, tenant.AccessFull)
	}
	if q.Limit < 0 || q.Limit > maxRows {
		return fmt.Errorf("%w limit %d: a page has 1 to %d rows", tenant.ErrInvalid, q.Limit, maxRows)
	}
	for _, r := range []struct {
		by    CustomerFilter
		times TimeRange
	}{{ByExpires, q.Expires}, {ByPulled, q.Pulled}, {ByScanned, q.Scanned}} {
		if err := r.times.check(r.by); err != nil {
			return err
		}
	}
	return checkSearch(q.Search)
}

func (r TimeRange) check(by CustomerFilter) error {
	if r.Never && (!r.From.IsZero() || !r.Until.IsZero()) {
		return fmt.Errorf("%w filter %q: never, and within a time as well, is nobody", tenant.ErrInvalid, by)
	}
	if !r.Until.IsZero() && !r.From.Before(r.Until) {
		return fmt.Errorf("%w filter %q: it ends %s and begins %s, which is not earlier", tenant.ErrInvalid, by, r.Until, r.From)
	}
	return nil
}

func checkSearch(s string) error {
	if n := utf8.RuneCountInString(s); n > maxSearch {
		return fmt.Errorf("%w search %.20q…: %d characters, at most %d are allowed", tenant.ErrInvalid, s, n, maxSearch)
	}
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		return fmt.Errorf("%w search %q: it holds an unprintable character", tenant.ErrInvalid, s)
	}
	return nil
}

// Selects says whether a complete query lists the row. Whether somebody is assigned
// to the customer is not in the row, and left to be seen.
func (q CustomerList) Selects(r CustomerRow) bool {
	archived := !r.Archived.IsZero()
	return (q.Status == AnyState || archived == (q.Status == Archived)) &&
		(q.Plan == "" || r.Plan == q.Plan) && (q.Access == "" || r.Access == q.Access) &&
		q.Expires.Has(r.Expires) && q.Pulled.Has(r.Pulled) && q.Scanned.Has(r.Scanned) &&
		q.Finds(r.Customer)
}

// Finds says whether the search of a complete query finds a customer. Without a
// search everybody is found.
func (q CustomerList) Finds(c tenant.Customer) bool {
	if !q.searches() {
		return strings.HasPrefix(Fold(c.Name), q.Search)
	}
	return strings.Contains(SearchText(c), q.Search)
}

// SearchText is in what a customer is searched for: name, address and ID, each a
// line, as [Fold] makes them. No search holds the end of a line.
func SearchText(c tenant.Customer) string {
	return Fold(c.Name + "\n" + string(c.Email) + "\n" + string(c.ID))
}

// Fold makes one of texts that differ in upper and lower case only, and leaves all
// else alone. Names are compared, sorted and searched by it.
func Fold(s string) string { return strings.Map(foldRune, s) }

// foldRune is the lower case of the first among the letters that are alike but for
// their case: of K, k and the Kelvin sign it is k.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	first := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		first = min(first, other)
	}
	return unicode.ToLower(first)
}

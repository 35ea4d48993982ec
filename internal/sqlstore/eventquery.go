package sqlstore

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
)

// selectEvents is the query for a list of events. All indexes end in seq, so that
// whichever is used gives them in their order, and a limit costs no more than it
// lets through. Its arguments begin with $2.
func selectEvents(q distr.EventQuery) (query string, args []any) {
	where := []string{"vendor = $1"}
	place := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args)+1)
	}
	if q.ID != "" {
		where = append(where, "event = "+place(q.ID))
	}
	if q.Customer != "" {
		where = append(where, "customer = "+place(q.Customer))
	}
	if q.Actor != "" {
		where = append(where, "actor = "+place(q.Actor))
	}
	if len(q.Kinds) > 0 {
		where = append(where, ofKinds(q.Kinds, place))
	}
	if q.After > 0 {
		where = append(where, "seq > "+place(q.After))
	}
	where = append(where, between(q, place)...)
	order := "seq DESC"
	if q.Oldest {
		order = "seq"
	}
	query = "SELECT " + eventColumns + " FROM events WHERE " + strings.Join(where, " AND ") + " ORDER BY " + order + " LIMIT " + place(upTo(q.Limit))
	return query, args
}

// ofKinds is the condition for one of several kinds. Only for one kind alone does it
// name the column in a way that an index can answer: several would come out of it
// one kind after another, and have to be sorted.
func ofKinds(kinds []distr.Kind, place func(any) string) string {
	if len(kinds) == 1 && !kinds[0].Prefix() {
		return "kind = " + place(kinds[0])
	}
	one := make([]string, len(kinds))
	for i, k := range kinds {
		one[i] = "substr(kind, 1) = " + place(k)
		if k.Prefix() {
			one[i] = fmt.Sprintf("substr(kind, 1, %d) = %s", utf8.RuneCountInString(string(k)), place(k))
		}
	}
	return "(" + strings.Join(one, " OR ") + ")"
}

// between is the conditions for a time. Numbers and times go up together, but for
// clocks that were set back, so an index of times says between which numbers to
// look. Pages behind the first know where they begin, and ask no more than that:
// else each would look through the whole time again. A plus keeps a column from
// being looked up in an index.
func between(q distr.EventQuery, place func(any) string) (where []string) {
	within := "vendor = $1"
	for _, bound := range []struct {
		is string
		at time.Time
	}{{"at >= ", q.Since}, {"at < ", q.Until}} {
		if !bound.at.IsZero() {
			condition := bound.is + place(micros(bound.at))
			within += " AND " + condition
			where = append(where, "+"+condition)
		}
	}
	if len(where) == 0 || q.After > 0 {
		return where
	}
	return append(where,
		"seq >= (SELECT MIN(+seq) FROM events WHERE "+within+")",
		"seq <= (SELECT MAX(+seq) FROM events WHERE "+within+")")
}

package sqlstore

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
)

// selectEvents is the query for a list of events. All indexes end in seq, so that
// whichever is used gives them in their order, and a limit costs no more than it
// lets through. They have what is filed; what is not comes from the end of the table,
// and is merged with it. Its arguments begin with $2.
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
	times, numbers := between(q, place)
	where = append(where, times...)
	query = events(misfiled(), where)
	if q.ID == "" && (q.Customer != "" || q.Actor != "" || oneKind(q.Kinds) || len(numbers) > 0) {
		query = events("0", where, append(numbers, "unfiled IS NULL")...) + " UNION ALL " + events("0", where, "unfiled = 1", "seq > "+allFiled())
	}
	order := "seq DESC"
	if q.Oldest {
		order = "seq"
	}
	return query + " ORDER BY " + order + " LIMIT " + place(upTo(q.Limit)), args
}

// events reads what readEvent takes; lost is whether an event is where nobody finds it.
func events(lost string, where []string, and ...string) string {
	return "SELECT " + eventColumns + ", " + lost + " FROM events WHERE " + strings.Join(slices.Concat(where, and), " AND ")
}

// oneKind says whether an index can answer for the kinds: several would come out of it
// one kind after another, and have to be sorted.
func oneKind(kinds []distr.Kind) bool { return len(kinds) == 1 && !kinds[0].Prefix() }

// ofKinds is the condition for one of several kinds. Only where an index is to answer
// does it name the column in a way that one can.
func ofKinds(kinds []distr.Kind, place func(any) string) string {
	if oneKind(kinds) {
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

// between is the conditions for a time, and between which numbers to look among what
// is filed. Numbers and times go up together, but for clocks that were set back, so an
// index of times says that. Pages behind the first know where they begin, and ask no
// more than that: else each would look through the whole time again. A plus keeps a
// column from being looked up in an index.
func between(q distr.EventQuery, place func(any) string) (times, numbers []string) {
	within := "vendor = $1 AND unfiled IS NULL"
	for _, bound := range []struct {
		is string
		at time.Time
	}{{"at >= ", q.Since}, {"at < ", q.Until}} {
		if !bound.at.IsZero() {
			condition := bound.is + place(micros(bound.at))
			within += " AND " + condition
			times = append(times, "+"+condition)
		}
	}
	if len(times) == 0 || q.After > 0 {
		return times, nil
	}
	return times, []string{
		"seq >= (SELECT MIN(+seq) FROM events WHERE " + within + ")",
		"seq <= (SELECT MAX(+seq) FROM events WHERE " + within + ")",
	}
}

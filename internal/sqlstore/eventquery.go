package sqlstore

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
)

// unnumbered is true of events whose ID does not say their number: it is made of what
// the event is about, or by an earlier program. They are in an index of IDs, which has
// this condition word for word. An ID that says a number is that event's alone, since
// Append takes it for no other; that an earlier program has made it is beyond chance.
const unnumbered = "substr(event, 1, length(seq) + 5) <> 'evt_' || seq || '_'"

// selectEvents is the query for a list of events, in their order, so that a limit costs
// no more than it lets through. Who asks for something that blocks tell gets those of
// the blocks that have it, and of what is in no block yet. Its arguments begin with $2.
func selectEvents(q distr.EventQuery) (query string, args []any) {
	place := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args)+1)
	}
	blocks, where := ofBlocks(q, place)
	if len(q.Kinds) > 0 && !wholeKinds(q.Kinds) {
		where = append(where, ofKinds(q.Kinds, place))
	}
	if q.After > 0 {
		after := place(q.After)
		where = append(where, "seq > "+after)
		if blocks != "" {
			blocks += " AND b.seq > " + after
		}
	}
	const bySeq = "seq"
	switch {
	case q.ID != "":
		where = append(where, "event = "+place(q.ID))
		query = events("events", "0", bySeq, where, unnumbered)
		if seq, numbered := q.ID.Seq(); numbered {
			query += " UNION ALL " + events("events", "0", bySeq, where, "seq = "+place(seq))
		}
	case blocks != "":
		query = events("("+blocks+") CROSS JOIN events", "0", "block", where, inBlock("block")) +
			" UNION ALL " + events("events", "0", bySeq, where, "seq > "+lastBlock())
	default:
		query = events("events", misfiled(), bySeq, where)
	}
	order := "block DESC, seq DESC"
	if q.Oldest {
		order = "block, seq"
	}
	return query + " ORDER BY " + order + " LIMIT " + place(upTo(q.Limit)), args
}

// events reads what readEvent takes: lost is whether an event is where nobody finds it,
// and block what the list is in the order of first. Of what is in no block yet that is
// its own number, which is beyond all blocks.
func events(from, lost, block string, where []string, and ...string) string {
	return "SELECT " + eventColumns + ", " + lost + " AS lost, " + block + " AS block FROM " + from + " WHERE " +
		strings.Join(slices.Concat([]string{"vendor = $1"}, where, and), " AND ")
}

// ofBlocks is the query for the blocks that have events which are asked for, and the
// conditions that say so of each event; no query if it asks for nothing that blocks
// tell. One value leads to them, of the field that usually has the fewest; of each block
// it is asked whether it has the others, and some of the time, so that a clock that was
// set back is no trouble.
func ofBlocks(q distr.EventQuery, place func(any) string) (blocks string, where []string) {
	asked := ""
	field := func(name string, values ...string) {
		is := " IN (" + strings.Join(values, ", ") + ")"
		where = append(where, name+is)
		if blocks == "" && len(values) == 1 {
			blocks = having("b", name, is)
		} else {
			asked += " AND EXISTS (" + having("o", name, is) + " AND o.seq = b.seq)"
		}
	}
	if q.Customer != "" {
		field("customer", place(q.Customer))
	}
	if q.Actor != "" {
		field("actor", place(q.Actor))
	}
	if wholeKinds(q.Kinds) {
		kinds := make([]string, len(q.Kinds))
		for i, k := range q.Kinds {
			kinds[i] = place(k)
		}
		field("kind", kinds...)
	}
	times := ""
	if !q.Since.IsZero() {
		since := place(micros(q.Since))
		where, times = append(where, "at >= "+since), times+" AND latest >= "+since
	}
	if !q.Until.IsZero() {
		until := place(micros(q.Until))
		where, times = append(where, "at < "+until), times+" AND earliest < "+until
	}
	switch {
	case len(where) == 0:
		return "", nil
	case blocks == "":
		blocks = "SELECT b.seq AS block FROM blocks AS b WHERE b.vendor = $1" + times
	case times != "":
		asked += " AND EXISTS (SELECT 1 FROM blocks AS t WHERE t.vendor = $1 AND t.seq = b.seq" + times + ")"
	}
	return blocks + asked + " AND " + isBlock("b.seq"), where
}

// wholeKinds says whether blocks tell who has events of one of the kinds: they do not
// know how kinds begin.
func wholeKinds(kinds []distr.Kind) bool {
	return len(kinds) > 0 && !slices.ContainsFunc(kinds, distr.Kind.Prefix)
}

// ofKinds is the condition for one of several kinds, some of which stand for all that
// begin alike.
func ofKinds(kinds []distr.Kind, place func(any) string) string {
	one := make([]string, len(kinds))
	for i, k := range kinds {
		one[i] = "kind = " + place(k)
		if k.Prefix() {
			one[i] = fmt.Sprintf("substr(kind, 1, %d) = %s", utf8.RuneCountInString(string(k)), place(k))
		}
	}
	return "(" + strings.Join(one, " OR ") + ")"
}

package sqlstore

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
)

// unnumbered is true of events whose ID does not say their number. They are in an index
// of IDs, which has this condition word for word.
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
	if len(q.Kinds) > 0 && !oneKind(q.Kinds) {
		where = append(where, ofKinds(q.Kinds, place))
	}
	after := ""
	if q.After > 0 {
		after = place(q.After)
		where = append(where, "seq > "+after)
	}
	switch {
	case q.ID != "":
		where = append(where, "event = "+place(q.ID))
		query = events("0", "seq", where, unnumbered)
		if seq, numbered := q.ID.Seq(); numbered {
			query += " UNION ALL " + events("0", "seq", where, "seq = "+place(seq))
		}
	case blocks != "":
		if after != "" {
			blocks += " AND b.seq > " + after
		}
		query = events("0", "block", where, fmt.Sprintf("seq > block - %d", perBlock), "seq <= block") +
			" UNION ALL " + events("0", "seq", where, "seq > "+lastBlock())
		query = strings.Replace(query, "FROM events", "FROM (SELECT b.seq AS block FROM "+blocks+") CROSS JOIN events", 1)
	default:
		query = events(misfiled(), "seq", where)
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
func events(lost, block string, where []string, and ...string) string {
	return "SELECT " + eventColumns + ", " + lost + " AS lost, " + block + " AS block FROM events WHERE " +
		strings.Join(slices.Concat([]string{"vendor = $1"}, where, and), " AND ")
}

// ofBlocks is which blocks have events that the query selects, and the conditions that
// say so of each event; no blocks if it asks for nothing that they tell. One field
// leads to them, the one that usually has the fewest. A time asks each whether it has
// some of it: a clock that was set back is no trouble.
func ofBlocks(q distr.EventQuery, place func(any) string) (blocks string, where []string) {
	field := func(name, value, condition string) {
		if blocks == "" {
			blocks = "block_values AS b WHERE b.vendor = $1 AND b.field = '" + name + "' AND b.value = " + value
		}
		where = append(where, condition+value)
	}
	if q.Customer != "" {
		field("customer", place(q.Customer), "customer = ")
	}
	if q.Actor != "" {
		field("actor", place(q.Actor), "actor = ")
	}
	if oneKind(q.Kinds) {
		field("kind", place(q.Kinds[0]), "kind = ")
	}
	within := ""
	if !q.Since.IsZero() {
		since := place(micros(q.Since))
		where, within = append(where, "at >= "+since), within+" AND t.latest >= "+since
	}
	if !q.Until.IsZero() {
		until := place(micros(q.Until))
		where, within = append(where, "at < "+until), within+" AND t.earliest < "+until
	}
	switch {
	case within == "":
	case blocks == "":
		blocks = "blocks AS b WHERE b.vendor = $1" + strings.ReplaceAll(within, "t.", "b.")
	default:
		blocks += " AND EXISTS (SELECT 1 FROM blocks AS t WHERE t.vendor = $1 AND t.seq = b.seq" + within + ")"
	}
	return blocks, where
}

// oneKind says whether blocks tell which have the kind: several would come out of them
// one kind after another.
func oneKind(kinds []distr.Kind) bool { return len(kinds) == 1 && !kinds[0].Prefix() }

// ofKinds is the condition for one of several kinds, or of those that begin alike.
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

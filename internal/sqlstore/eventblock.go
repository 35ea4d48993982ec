package sqlstore

import (
	"fmt"
	"strconv"
)

// Events are found by blocks: perBlock of them that follow one another, from a number
// that perBlock divides, exclusively, to the next, which is the block's. Of a block that
// is behind the last event it is known when its events were, and which actors, customers
// and kinds they have; whoever looks for some events reads the blocks that have them. An
// index of each field would take as much room as the events themselves, and every change
// would wait for it. Events behind the last such block are read by their numbers. There are
// stores with blocks of that many, so another number takes a migration.
const perBlock = 256

// lastBlock is the number of the last block that is known: NULL without events.
func lastBlock() string {
	return fmt.Sprintf("(SELECT MAX(seq) FROM events WHERE vendor = $1) / %d * %[1]d", perBlock)
}

// isBlock is true of a number that a block can have. Rows of other numbers, which nobody
// has written who meant well, would have lists tell events twice.
func isBlock(seq string) string {
	return fmt.Sprintf("%[1]s %% %[2]d = 0 AND %[1]s <= %[3]s", seq, perBlock, lastBlock())
}

// inBlock selects the events of a block by its number.
func inBlock(block string) string {
	return fmt.Sprintf("seq > %s - %d AND seq <= %[1]s", block, perBlock)
}

// misfiled is true of the last event of a block of which something is not known that an
// event of it has: whoever looks for that does not find the event. To ask that of each
// event by itself would take several times as long. Numbers begin with 1, so what is in
// front of that is in no block.
func misfiled() string {
	of := " FROM events AS e WHERE e.vendor = $1 AND e.seq > events.seq - " + strconv.Itoa(perBlock) + " AND e.seq <= events.seq"
	unknown := "NOT EXISTS (SELECT 1 FROM (SELECT MIN(at) AS first, MAX(at) AS last" + of + ") CROSS JOIN blocks AS b" +
		" WHERE b.vendor = $1 AND b.seq = events.seq AND b.earliest <= first AND b.latest >= last)"
	for _, field := range fields() {
		unknown += " OR EXISTS (SELECT 1 FROM (SELECT DISTINCT " + field + " AS value" + of + ") AS v" +
			" WHERE v.value <> '' AND NOT EXISTS (" + having("b", field, " = v.value") + " AND b.seq = events.seq))"
	}
	return fmt.Sprintf("CASE WHEN seq %% %d = 0 AND seq > 0 THEN %s ELSE 0 END", perBlock, unknown)
}

// fields are the columns of events whose values are known of blocks, but empty ones.
func fields() []string { return []string{"actor", "customer", "kind"} }

// having is the query, which calls them by the name, for the blocks that have a value of
// a field.
func having(name, field, value string) string {
	return fmt.Sprintf("SELECT %[1]s.seq AS block FROM block_values AS %[1]s WHERE %[1]s.vendor = $1 AND %[1]s.field = '%[2]s' AND %[1]s.value%[3]s", name, field, value)
}

// file writes down what a block has, if the event is the last one of it. Rows that are
// there already are nobody's that meant well, and must not be in the way of every change
// that follows. None of it can be taken back by itself (OR FAIL, OR IGNORE), for which
// SQLite would have to write out the text index each time: what fails in a session ends
// it, and its change with it.
func (t *tx) file(last int64) error {
	if last%perBlock != 0 {
		return nil
	}
	_, err := t.q.Exec(`DELETE FROM blocks WHERE vendor = $1 AND seq = $2`, t.vendor, last)
	if err == nil {
		_, err = t.q.Exec(`
			INSERT OR FAIL INTO blocks (vendor, seq, earliest, latest)
			SELECT $1, $2, MIN(at), MAX(at) FROM events WHERE vendor = $1 AND `+inBlock("$2"), t.vendor, last)
	}
	for _, field := range fields() {
		if err == nil {
			_, err = t.q.Exec(`
				INSERT OR IGNORE INTO block_values (vendor, field, value, seq)
				SELECT DISTINCT $1, '`+field+`', `+field+`, $2 FROM events WHERE vendor = $1 AND `+inBlock("$2")+` AND `+field+` <> ''`, t.vendor, last)
		}
	}
	return err
}

// unfile forgets the blocks that have no event any more. It reads the values of all that
// are left, which takes as long as removing some thousand events, and so many go at once.
func (t *tx) unfile(through int64) error {
	_, err := t.q.Exec(`DELETE FROM blocks WHERE vendor = $1 AND seq <= $2`, t.vendor, through)
	if err == nil {
		_, err = t.q.Exec(`DELETE FROM block_values WHERE vendor = $1 AND seq <= $2`, t.vendor, through)
	}
	return err
}

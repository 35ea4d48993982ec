package sqlstore

import "fmt"

// Events are found by blocks: perBlock of them that follow one another, from a number
// that perBlock divides, exclusively, to the next. Of a block that is full its first
// and last times are known, and which actors, customers and kinds it has, and whoever
// looks for some events reads the blocks that have them. An index of each field would
// take as much room as the events themselves, and every change would wait for it.
// Those behind the last full block are read by their numbers.
const perBlock = 256

// lastBlock is the number of the last event of the vendor's last full block.
func lastBlock() string {
	return fmt.Sprintf("(SELECT MAX(seq) FROM events WHERE vendor = $1) / %d * %[1]d", perBlock)
}

// inBlock selects the events e of the block whose last one has the number.
func inBlock(last string) string {
	return fmt.Sprintf("e.vendor = $1 AND e.seq > %[1]s - %[2]d AND e.seq <= %[1]s", last, perBlock)
}

// blockValues is what a block has, each value of each field once.
func blockValues(last string) string {
	in := inBlock(last)
	return "SELECT DISTINCT 'actor' AS field, actor AS value FROM events AS e WHERE " + in +
		" UNION ALL SELECT DISTINCT 'customer', customer FROM events AS e WHERE " + in + " AND customer <> ''" +
		" UNION ALL SELECT DISTINCT 'kind', kind FROM events AS e WHERE " + in
}

// misfiled is true of the last event of a block which has something that is not
// written down of it, so that whoever looks for that does not find the event.
func misfiled() string {
	return fmt.Sprintf("CASE WHEN seq %% %d = 0 THEN ", perBlock) +
		"NOT EXISTS (SELECT 1 FROM blocks AS b WHERE b.vendor = $1 AND b.seq = events.seq" +
		" AND b.earliest <= (SELECT MIN(e.at) FROM events AS e WHERE " + inBlock("b.seq") + ")" +
		" AND b.latest >= (SELECT MAX(e.at) FROM events AS e WHERE " + inBlock("b.seq") + "))" +
		" OR EXISTS (SELECT 1 FROM (" + blockValues("events.seq") + ") AS v WHERE NOT EXISTS (" +
		"SELECT 1 FROM block_values AS b WHERE b.vendor = $1 AND b.field = v.field AND b.value = v.value AND b.seq = events.seq)) ELSE 0 END"
}

// file writes down what a block has, if the event is the last one of it. A statement
// that may take back what it has done so far has SQLite write out the text index
// first, each time: what fails here takes its whole change with it anyway.
func (t *tx) file(last int64) error {
	if last%perBlock != 0 {
		return nil
	}
	_, err := t.q.Exec(`
		INSERT OR FAIL INTO blocks (vendor, seq, earliest, latest)
		SELECT $1, $2, MIN(at), MAX(at) FROM events AS e WHERE `+inBlock("$2"), t.vendor, last)
	if err == nil {
		_, err = t.q.Exec(`INSERT OR FAIL INTO block_values (vendor, field, value, seq) SELECT $1, field, value, $2 FROM (`+blockValues("$2")+`)`, t.vendor, last)
	}
	return err
}

// unfile forgets the blocks that have no event any more.
func (t *tx) unfile(through int64) error {
	_, err := t.q.Exec(`DELETE FROM blocks WHERE vendor = $1 AND seq <= $2`, t.vendor, through)
	if err == nil {
		_, err = t.q.Exec(`DELETE FROM block_values WHERE vendor = $1 AND seq <= $2`, t.vendor, through)
	}
	return err
}

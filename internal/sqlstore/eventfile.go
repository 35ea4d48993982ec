package sqlstore

import "fmt"

// The indexes by customer, actor, kind and time have the events that are filed. That
// is done for many at once, whenever an event has a number that filedAtOnce divides:
// each by itself would touch a page of each index, and its change would wait for that.
// What is not filed is marked as unfiled, and is read by its numbers.
const filedAtOnce = 256

// allFiled is the number up to which all of the vendor's events are filed.
func allFiled() string {
	return fmt.Sprintf("(SELECT MAX(seq) FROM events WHERE vendor = $1) / %d * %[1]d", filedAtOnce)
}

// misfiled is true of an event that nobody can find by the indexes, and that nobody
// has left like that.
func misfiled() string { return "unfiled IS NOT NULL AND seq <= " + allFiled() }

// file puts the last events into the indexes, if the last one is of a number at which
// that is to be done.
func (t *tx) file(last int64) error {
	if last%filedAtOnce != 0 {
		return nil
	}
	_, err := t.q.Exec(`UPDATE events SET unfiled = NULL WHERE vendor = $1 AND seq > $2 AND unfiled = 1`, t.vendor, last-filedAtOnce)
	return err
}

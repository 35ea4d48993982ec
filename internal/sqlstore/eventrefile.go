package sqlstore

import (
	"database/sql"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

// RefileEvents forgets what is known of all blocks and files each anew, if there is one
// of which something is not known that it has. What is known of a block and it has not
// costs whoever looks for that a little time, and goes along then.
func (t *tx) RefileEvents() (done distr.Refiled, err error) {
	done.Stray, err = t.removeStray()
	if err == nil {
		done.Mended, err = t.count(`SELECT COUNT(*) FROM events WHERE vendor = $1 AND ` + misfiled())
	}
	if err == nil && done.Mended > 0 {
		err = t.fileAll()
	}
	if err == nil {
		done.Blocks, err = t.count(`SELECT COUNT(*) FROM blocks WHERE vendor = $1`)
	}
	if err != nil {
		return distr.Refiled{}, fmt.Errorf("writing anew what events are found by: %w", err)
	}
	return done, nil
}

func (t *tx) count(query string) (int64, error) {
	n, _, err := one(t.q, value[int64], query, t.vendor)
	return n, err
}

// removeStray removes the rows of what is no block, or one without any event.
func (t *tx) removeStray() (rows int64, err error) {
	for _, table := range []string{"blocks", "block_values"} {
		n, err := t.q.Exec(`
			DELETE FROM `+table+` WHERE vendor = $1 AND ((`+isBlock(table+".seq")+`) IS NOT TRUE
				OR NOT EXISTS (SELECT 1 FROM events WHERE vendor = $1 AND `+inBlock(table+".seq")+`))`, t.vendor)
		if err != nil {
			return 0, err
		}
		rows += n
	}
	return rows, nil
}

// fileAll goes from block to block by the events that there are: their numbers may be
// any in a database that somebody has written to.
func (t *tx) fileAll() error {
	for _, table := range []string{"blocks", "block_values"} {
		if _, err := t.q.Exec(`DELETE FROM `+table+` WHERE vendor = $1`, t.vendor); err != nil {
			return err
		}
	}
	for last := int64(0); ; {
		next, _, err := one(t.q, value[sql.NullInt64], `SELECT MIN(seq) FROM events WHERE vendor = $1 AND seq > $2 AND seq <= `+lastBlock(), t.vendor, last)
		if err != nil || !next.Valid {
			return err
		}
		last = (next.Int64-1)/perBlock*perBlock + perBlock
		if err := t.file(last); err != nil {
			return err
		}
	}
}

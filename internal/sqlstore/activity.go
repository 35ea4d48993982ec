package sqlstore

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// PutActivity writes no row whose instant is not later than the one that is
// there, and does not raise: nothing that a snapshot holds changes.
func (t *tx) PutActivity(activity []distr.Activity) error {
	for _, a := range activity {
		if err := t.putActivity(a); err != nil {
			return fmt.Errorf("writing down when customer %s was seen: %w", a.Customer, err)
		}
	}
	return nil
}

func (t *tx) putActivity(a distr.Activity) error {
	if a.Customer == "" {
		return t.seen(a.Used, `
			UPDATE staff_credentials SET used = $2
			WHERE vendor = $1 AND credential = $3 AND used < $2`, a.Credential)
	}
	err := t.seen(a.Used, `
		UPDATE credentials SET used = $2
		WHERE vendor = $1 AND customer = $3 AND credential = $4 AND used < $2`, a.Customer, a.Credential)
	if err != nil {
		return err
	}
	err = t.seen(a.Pulled, `
		UPDATE customers SET pulled = $2
		WHERE vendor = $1 AND customer = $3 AND pulled < $2`, a.Customer)
	if err != nil {
		return err
	}
	return t.seen(a.Scanned, `
		UPDATE customers SET scanned = $2
		WHERE vendor = $1 AND customer = $3 AND scanned < $2`, a.Customer)
}

// seen runs a statement that writes down an instant, unless it says nothing. Its
// first arguments are the vendor and the instant.
func (t *tx) seen(at time.Time, statement string, args ...any) error {
	if at.IsZero() {
		return nil
	}
	_, err := t.q.Exec(statement, append([]any{t.vendor, micros(at)}, args...)...)
	return err
}

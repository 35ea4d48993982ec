package distr

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// slotsSince is the last slot that has come by an instant, of those from the one on that
// is next; how many came before it; and which is the next one now. There is no slot, and
// it is the zero time, if none has come.
//
// The rules of a zone change, and with them the database that knows them: then the slot
// that was said to be next is none any more, and the one meant is that nearest to it.
func slotsSince(when license.Schedule, next, at time.Time) (slot time.Time, missed int, following time.Time) {
	if !when.Next(next.Add(-time.Microsecond)).Equal(next) {
		next = when.Next(next.Add(-12 * time.Hour))
	}
	for ; !next.After(at); next = when.Next(next) {
		if !slot.IsZero() {
			missed++
		}
		slot = next.UTC()
	}
	return slot, missed, next.UTC()
}

// delay is when within the jitter the run of a customer begins: for each slot at the
// same time.
func (s ScanSchedule) delay(c tenant.CustomerID) time.Duration {
	if s.Jitter <= 0 {
		return 0
	}
	h := sha256.New()
	h.Write([]byte(s.ID))
	h.Write([]byte{0}) // is in no ID
	h.Write([]byte(c))
	n := binary.BigEndian.Uint64(h.Sum(nil)) % uint64(s.Jitter)
	return time.Duration(n).Truncate(time.Microsecond) //nolint:gosec // less than the jitter
}

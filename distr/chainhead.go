package distr

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Head is a place in the chain of events, to be written down elsewhere: it proves
// later that nothing up to it was changed, and that it was not removed before its time.
// See [Vendor.VerifyEvents].
type Head struct {
	Link
	Time time.Time // when the event happened; zero: that was not written down
}

// String is the head as ParseHead reads it: 42:6b86b2…:2026-07-01T12:00:00Z, the hash
// in full.
func (h Head) String() string {
	if h.Time.IsZero() {
		return h.Link.String()
	}
	return h.Link.String() + ":" + h.Time.UTC().Format(time.RFC3339Nano)
}

// ParseHead reads what Head.String wrote, and the same without the time. Anything else
// is a tenant.ErrInvalid.
func ParseHead(s string) (h Head, err error) {
	number, rest, _ := strings.Cut(s, ":")
	text, at, timed := strings.Cut(rest, ":")
	h.Seq, err = strconv.ParseInt(number, 10, 64)
	hash, failed := hex.DecodeString(text)
	if err == nil && failed == nil && timed {
		h.Time, failed = time.Parse(time.RFC3339Nano, at)
	}
	if err != nil || failed != nil || h.Seq < 0 || len(hash) != len(h.Hash) {
		return Head{}, fmt.Errorf("%w head %q of the events: it is a number, a colon and 64 hexadecimal digits, and perhaps another colon and when that was", tenant.ErrInvalid, s)
	}
	copy(h.Hash[:], hash)
	h.Time = h.Time.UTC()
	return h, nil
}

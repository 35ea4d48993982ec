package distr

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Use is something that was used of a license, such as a scan that ran.
type Use struct {
	Key      string        // what it is called where it happened: a scan's ID; 1 to 200 bytes
	Model    license.Model // default: license.PerScan
	Quantity int64         // default: 1
	At       time.Time     // when it happened; default: now
}

// Recorded is what became of a use.
type Recorded struct {
	Fresh    bool               // it was counted by this; false: it had been already
	Late     bool               // its own period was closed, so it counts in the one that was open
	Contract license.ContractID // by which it counts
	Period   license.Period     // in which it does
	Standing license.Standing   // of that period now
}

// A UsedOtherwise is the error of a use whose key was recorded with something else: a
// tenant.ErrConflict.
type UsedOtherwise struct{ Was UseRecord }

func (e *UsedOtherwise) Error() string {
	return fmt.Sprintf("use %q is recorded already, as %d %s at %s: a key is for one use, so give another one to this", e.Was.Key, e.Was.Quantity, e.Was.Model, e.Was.At.Format(time.RFC3339Nano))
}

// Unwrap is tenant.ErrConflict.
func (e *UsedOtherwise) Unwrap() error { return tenant.ErrConflict }

// RecordUse counts a use of the customer's, in the period in which it happened. It is
// kept when this returns. The same use may be told as often as one likes: it is
// counted once, for ever, by its key. The same key with something else is a
// *[UsedOtherwise].
//
// Without a license in force when it happened it is a tenant.ErrForbidden, and so is
// what would go over the limit of a license that blocks, as a *license.OverLimit. Both
// count nothing. An error that is none of tenant's, and a context that ends, leave it
// open whether the use was counted: tell it again.
//
// Callers of one process share commits, so many at once are told much faster than one
// after the other.
func (a *Account) RecordUse(ctx context.Context, u Use) (Recorded, error) {
	u, err := u.checked()
	if err == nil {
		err = tenant.CheckID("vendor", string(a.vendor.id))
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Recorded{}, err
	}
	return a.vendor.uses.record(ctx, &pendingUse{account: a, use: u, done: make(chan struct{}), leads: make(chan struct{}, 1)})
}

// maxUseKey is how long a key may be, in bytes.
const maxUseKey = 200

// checked is the use with its defaults, as it is compared and kept.
func (u Use) checked() (Use, error) {
	switch {
	case u.Key == "" || len(u.Key) > maxUseKey:
		return u, fmt.Errorf("%w key %.40q of a use: it has %d bytes; 1 to %d are allowed, such as the ID of a scan", tenant.ErrInvalid, u.Key, len(u.Key), maxUseKey)
	case !utf8.ValidString(u.Key) || strings.ContainsFunc(u.Key, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return u, fmt.Errorf("%w key %q of a use: it is text without control characters", tenant.ErrInvalid, u.Key)
	case u.Quantity < 0 || u.Quantity > license.MaxLimit:
		return u, fmt.Errorf("%w quantity %d of use %q: it is 1 to %d; what was counted is not taken back", tenant.ErrInvalid, u.Quantity, u.Key, int64(license.MaxLimit))
	case u.Model == "":
		u.Model = license.PerScan
	case !u.Model.Metered():
		return u, fmt.Errorf("%w model %.40q of use %q: what is counted one by one is %s", tenant.ErrInvalid, u.Model, u.Key, license.PerScan)
	case u.Model.Gauge():
		return u, fmt.Errorf("%w model %s of use %q: add and archive assets instead, they are counted by that", tenant.ErrInvalid, u.Model, u.Key)
	}
	if u.Quantity == 0 {
		u.Quantity = 1
	}
	u.At = instant(u.At)
	return u, nil
}

// same says whether the use is what is recorded. Who does not say when it happened
// says nothing else.
func (u Use) same(r UseRecord) bool {
	return u.Model == r.Model && u.Quantity == r.Quantity && (u.At.IsZero() || u.At.Equal(r.At))
}

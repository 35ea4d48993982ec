package license

import (
	"fmt"
	"math"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Overage is what happens when more is used than was sold.
type Overage string

// The policies.
const (
	AlertOnly Overage = "alert" // the default: it is counted, and alerts tell of it
	Block     Overage = "block" // what would go over the limit is refused
)

// ParseOverage checks that s names a policy. The error is a [tenant.ErrInvalid].
func ParseOverage(s string) (Overage, error) {
	switch o := Overage(s); o {
	case AlertOnly, Block:
		return o, nil
	}
	return "", fmt.Errorf("%w overage policy %.40q: it is %s or %s", tenant.ErrInvalid, s, AlertOnly, Block)
}

// MaxLimit is how much a license may allow, and how much one use may be: enough for
// a thousand billions, and so little that sums of it do not overflow by accident.
const MaxLimit = 1_000_000_000_000

// Terms are what a license allows and when it speaks up.
type Terms struct {
	Model   Model
	Limit   int64   // how much was sold, for a period; 0 if nothing is metered
	Alerts  []int   // percentages of the limit, rising; nil: those of the model; empty: none
	Overage Overage // empty: AlertOnly
	Assets  AssetPolicy
}

// Check says what is wrong with terms, as [tenant.ErrInvalid].
func (t Terms) Check() error {
	if _, err := ParseModel(string(t.Model)); err != nil {
		return err
	}
	if t.Overage != "" {
		if _, err := ParseOverage(string(t.Overage)); err != nil {
			return err
		}
	}
	if err := t.Assets.Check(); err != nil {
		return err
	}
	switch {
	case t.Limit < 0 || t.Limit > MaxLimit:
		return fmt.Errorf("%w limit %d: it is 0 to %d", tenant.ErrInvalid, t.Limit, int64(MaxLimit))
	case t.Model.Metered():
		return checkAlerts(t.Alerts)
	case t.Limit != 0:
		return fmt.Errorf("%w limit %d: an %s license has none; leave it away, or sell another model", tenant.ErrInvalid, t.Limit, t.Model)
	case len(t.Alerts) > 0:
		return fmt.Errorf("%w alerts %v: an %s license meters nothing that could be told of", tenant.ErrInvalid, t.Alerts, t.Model)
	case t.Overage == Block:
		return fmt.Errorf("%w overage policy %s: an %s license has no limit to go over", tenant.ErrInvalid, t.Overage, t.Model)
	}
	return nil
}

// Admits says whether some more may be used on top of what is. Only the policy
// [Block] ever refuses, apart from what cannot be counted any more.
func (t Terms) Admits(used, more int64) bool {
	switch {
	case more < 0 || used < 0 || used > math.MaxInt64-more:
		return false
	case more == 0: // nothing goes over, also where more than the limit is used already
		return true
	case t.Overage != Block || !t.Model.Metered():
		return true
	}
	return used+more <= t.Limit
}

// An OverLimit is the error of what would go over the limit of a license with the
// policy [Block]: a [tenant.ErrForbidden]. Nothing of it is counted.
type OverLimit struct {
	Contract ContractID
	More     int64    // what was asked for on top of what is used
	Standing Standing // as it is, without that
}

func (e *OverLimit) Error() string {
	return fmt.Sprintf("license %s: %d more would go over its limit: %d of %d are used, and its policy is to %s; raise the limit, or get below it",
		e.Contract, e.More, e.Standing.Used, e.Standing.Limit, Block)
}

// Unwrap is tenant.ErrForbidden.
func (e *OverLimit) Unwrap() error { return tenant.ErrForbidden }

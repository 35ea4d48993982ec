package entitlement

import (
	"errors"
	"fmt"
	"time"
)

// A Reason says why a decision came out as it did.
type Reason string

// The reasons.
const (
	Granted    Reason = "granted"
	NoGrant    Reason = "no_grant"    // the customer has no grant of the product
	NotCovered Reason = "not_covered" // it has, but of other versions
	NotYet     Reason = "not_yet"     // the grant begins later
	Expired    Reason = "expired"     // the grant has ended
	FeatureOff Reason = "feature_off" // the feature that gates the product is off
	Unknown    Reason = "unknown"     // there is no such content
)

// A Decision is the answer to "may this version be used?". It is a value and
// not an error: a refusal is an answer.
type Decision struct {
	Allowed bool
	Reason  Reason
	Version string    // which of the versions asked about; empty if none is covered
	Grant   GrantID   // the grant that decided
	Until   time.Time // Granted: when it ends, zero for never; Expired: when it ended; NotYet: when it begins
}

// ErrRefused is what every [*Refusal] is.
var ErrRefused = errors.New("refused")

// A Refusal is a decision that was no, as an error.
type Refusal struct{ Decision }

// Err is nil if the decision was yes, and a [*Refusal] if it was no.
func (d Decision) Err() error {
	if d.Allowed {
		return nil
	}
	return &Refusal{d}
}

// Unwrap makes a refusal an [ErrRefused].
func (r *Refusal) Unwrap() error { return ErrRefused }

// Error says why.
func (r *Refusal) Error() string {
	switch r.Reason {
	case NoGrant:
		return "refused: nothing of this product is granted"
	case NotCovered:
		return "refused: this version is not granted"
	case NotYet:
		return "refused: the grant begins at " + r.Until.UTC().Format(time.RFC3339)
	case Expired:
		return "refused: the grant ended at " + r.Until.UTC().Format(time.RFC3339)
	case FeatureOff:
		return "refused: the feature that this product needs is off"
	case Unknown:
		return "refused: there is no such content"
	default:
		return fmt.Sprintf("refused: %s", r.Reason)
	}
}

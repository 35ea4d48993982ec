package distr

import "time"

// A SigningKey is a key that signs access tokens, as it is kept: its private
// half sealed. It is published before it signs, so that whoever fetches the
// public keys now and then knows it in time, and verifies for as long as tokens
// that it signed are out.
type SigningKey struct {
	ID      string // the kid in a token's header
	Private []byte // PKCS #8 (RFC 5958), sealed
	Created time.Time
	Signs   time.Time // since when it signs; zero: it is the next one
	Retires time.Time // when it is forgotten; zero: it still signs, or will
}

// A KeyState is what a signing key does at the moment.
type KeyState string

// The states, in the order in which a key goes through them.
const (
	KeyNext     KeyState = "next"     // published, and does not sign yet
	KeyActive   KeyState = "active"   // signs
	KeyRetiring KeyState = "retiring" // verifies what it signed
	KeyRetired  KeyState = "retired"  // does nothing any more
)

// State is the state at that instant.
func (k SigningKey) State(at time.Time) KeyState {
	switch {
	case !k.Retires.IsZero() && !at.Before(k.Retires):
		return KeyRetired
	case !k.Retires.IsZero():
		return KeyRetiring
	case k.Signs.IsZero():
		return KeyNext
	default:
		return KeyActive
	}
}

// retirement is how long a key that signs no more verifies: longer than any
// token lives, which is an hour at most, with whatever clocks differ by.
const retirement = 2 * time.Hour

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

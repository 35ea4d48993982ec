package distr

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Secret is a value that installations get and nobody else is shown, as it is
// kept. It lies in a customer's room, or in the vendor's and is for all customers.
// No handle gives one out.
type Secret struct {
	Key     string
	Version int64     // counts the values of this key, from 1
	Sealed  []byte    // under the room's data key; nil: it was removed, and only the number is left
	Changed time.Time // when this value was set, or removed
	By      string    // by whom
}

// live are the secrets that there are. Of those that were removed the numbers are left,
// so that the next value has another one: none of before opens in its place.
func live(all []Secret) []Secret {
	return slices.DeleteFunc(slices.Clone(all), func(s Secret) bool { return s.Sealed == nil })
}

// placeOf is where the secret of that key stands among all, or -1.
func placeOf(all []Secret, key string) int {
	return slices.IndexFunc(all, func(s Secret) bool { return s.Key == key })
}

// A SealedKey is the data key of a room's secrets, as it is kept.
type SealedKey struct {
	Number  int64     // counts the data keys that the room has had, from 1; 0: it has none
	Wrapper string    // the ID of the KeyWrapper's key that wraps it
	Wrapped []byte    // what that made of it
	Created time.Time // when it was made
}

// A SecretUse is that an installation has got a secret.
type SecretUse struct {
	Installation tenant.InstallationID
	Key          string
	Own          bool      // the customer's own value; false: the vendor-wide one
	At           time.Time // when it did, at most an hour before it last did
}

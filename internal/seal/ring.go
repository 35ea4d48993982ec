package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
)

var (
	// ErrNoKey is what an empty [Ring] says.
	ErrNoKey = errors.New("no master key is configured, and without one no secret can be sealed or opened; name the file that holds the master key")

	// ErrUnknownKey says that a value was sealed by a master key that is not in
	// the [Ring]. The message names the key's ID.
	ErrUnknownKey = errors.New("the master key that sealed it is not at hand")

	// ErrDamaged says that a value was changed, or sealed for another tenant or
	// name, or was never sealed. Which of these it is cannot be told.
	ErrDamaged = errors.New("it is damaged, or was not sealed for this")
)

// A Ring is the master keys at hand: the first seals, all open. The nil and the
// zero Ring hold none and refuse everything with [ErrNoKey]. It may be shared
// between goroutines, and prints hidden.
type Ring struct {
	keys *ringKeys // a pointer, since fmt calls no method on a ring in somebody's unexported field
}

type ringKeys struct {
	first keyID
	all   map[keyID]cipher.AEAD
}

// NewRing puts master keys together: the first seals, all open. No two may be the
// same. Without any the ring refuses everything.
func NewRing(keys ...Key) (*Ring, error) {
	r := &Ring{}
	for i, k := range keys {
		if k.secret == nil {
			return nil, fmt.Errorf("master key %d of %d is empty; make one with NewKey, or leave it out", i+1, len(keys))
		}
		gcm, err := newGCM([]byte(*k.secret))
		if err != nil {
			return nil, fmt.Errorf("master key %s: %w", k.ID(), err)
		}
		if r.keys == nil {
			r.keys = &ringKeys{first: k.id(), all: map[keyID]cipher.AEAD{}}
		}
		if _, there := r.keys.all[k.id()]; there {
			return nil, fmt.Errorf("master key %s is there twice; leave one out", k.ID())
		}
		r.keys.all[k.id()] = gcm
	}
	return r, nil
}

// Empty says whether the ring holds no key.
func (r *Ring) Empty() bool { return r == nil || r.keys == nil }

// ready says why the ring can't work for a context.
func (r *Ring) ready(context []string) error {
	if r.Empty() {
		return ErrNoKey
	}
	if len(context) == 0 {
		return errors.New("nothing says whom the value is sealed for; give the tenant and the name")
	}
	return nil
}

// String hides the keys.
func (r *Ring) String() string { return keyHidden }

// Format hides the keys whatever verb and flags are asked for.
func (r *Ring) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, keyHidden) }

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

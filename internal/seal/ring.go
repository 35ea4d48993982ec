package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
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
	keys atomic.Pointer[ringKeys]
	read func() ([]Key, error) // nil: they stay as they are
}

type ringKeys struct {
	first Key
	all   map[keyID]cipher.AEAD
}

// NewRing puts master keys together: the first seals, all open. No two may be the
// same. Without any the ring refuses everything.
func NewRing(keys ...Key) (*Ring, error) {
	made, err := newRingKeys(keys)
	if err != nil {
		return nil, err
	}
	r := &Ring{}
	r.keys.Store(made)
	return r, nil
}

// NewLiveRing is [NewRing] for a program that runs for long. What read returns then
// takes the place of the keys: it is asked before anything is sealed, so that all is
// sealed with what is the first key by now, and when something is opened that was
// sealed by a key which is not among those known. An error of read is one of Seal; what
// known keys have sealed opens all the same. read is to be quick when nothing has
// changed, and may be asked by several goroutines at once.
func NewLiveRing(read func() ([]Key, error), keys ...Key) (*Ring, error) {
	r, err := NewRing(keys...)
	if err != nil {
		return nil, err
	}
	r.read = read
	return r, nil
}

// newRingKeys is nil if there are none.
func newRingKeys(keys []Key) (made *ringKeys, err error) {
	for i, k := range keys {
		if k.secret == nil {
			return nil, fmt.Errorf("master key %d of %d is empty; make one with NewKey, or leave it out", i+1, len(keys))
		}
		gcm, err := newGCM([]byte(*k.secret))
		if err != nil {
			return nil, fmt.Errorf("master key %s: %w", k.ID(), err)
		}
		if made == nil {
			made = &ringKeys{first: k, all: map[keyID]cipher.AEAD{}}
		}
		if _, there := made.all[k.id()]; there {
			return nil, fmt.Errorf("master key %s is there twice; leave one out", k.ID())
		}
		made.all[k.id()] = gcm
	}
	return made, nil
}

// now is the keys as they are by now.
func (r *Ring) now() (*ringKeys, error) {
	if r == nil {
		return nil, ErrNoKey
	}
	if r.read != nil {
		keys, err := r.read()
		if err != nil {
			return nil, err
		}
		made, err := newRingKeys(keys)
		if err != nil {
			return nil, err
		}
		r.keys.Store(made)
	}
	if keys := r.keys.Load(); keys != nil {
		return keys, nil
	}
	return nil, ErrNoKey
}

// known is the key of that ID, nil if there is none, also after another look.
func (r *Ring) known(id keyID) (cipher.AEAD, error) {
	if r == nil {
		return nil, ErrNoKey
	}
	if keys := r.keys.Load(); keys != nil && keys.all[id] != nil {
		return keys.all[id], nil
	}
	keys, err := r.now()
	if err != nil {
		return nil, err
	}
	return keys.all[id], nil
}

// First is the key that seals by now.
func (r *Ring) First() (Key, error) {
	keys, err := r.now()
	if err != nil {
		return Key{}, err
	}
	return keys.first, nil
}

// Empty says whether the ring holds no key.
func (r *Ring) Empty() bool { return r == nil || r.keys.Load() == nil }

// named says why nothing can be sealed for a context.
func named(context []string) error {
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

package seal

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Key is a master key: 256 random bits. Its text is one line,
//
//	distr-master-key-1 <ID> <key>
//
// with the ID in 16 hexadecimal digits and the key in 43 characters of base64url.
// The prefix serves secret scanners. The ID is no secret; it is made from the
// key, so it also finds typing errors, and whoever looks for the key that a
// message names finds the line.
//
// A Key prints as "distr-master-key-1 ***", in every format; [Key.Reveal] shows
// it. Two keys are the same if their IDs are; == says nothing.
type Key struct {
	// The bytes, behind a pointer, since fmt calls no method on a key in
	// somebody's unexported field; to a string, since fmt follows one to an array
	// when the verb is wrong.
	secret *string
}

type keyID [8]byte

const (
	keySize    = 32
	keyPrefix  = "distr-master-key-1 "
	keyHidden  = keyPrefix + "***"
	keyIDLabel = "distr master key 1\x00"
)

// NewKey makes a master key.
func NewKey(rand io.Reader) (Key, error) {
	var secret [keySize]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return Key{}, fmt.Errorf("making a master key: %w", err)
	}
	return keyOf(secret), nil
}

func keyOf(secret [keySize]byte) Key {
	text := string(secret[:])
	return Key{&text}
}

// ParseKey reads a master key's text. The error says what is wrong and never
// repeats the text.
func ParseKey(text string) (Key, error) {
	rest, ours := strings.CutPrefix(text, keyPrefix)
	if !ours {
		return Key{}, fmt.Errorf("a master key begins with %q", keyPrefix)
	}
	const idLetters, secretLetters = 16, 43
	if len(rest) != idLetters+1+secretLetters || rest[idLetters] != ' ' {
		return Key{}, errors.New("the master key is cut short or has something added; copy all of its line")
	}
	var secret [keySize]byte
	if n, err := base64.RawURLEncoding.Strict().Decode(secret[:], []byte(rest[idLetters+1:])); err != nil || n != keySize {
		return Key{}, errors.New("the master key has letters that none has, or too few; copy its line again")
	}
	k := keyOf(secret)
	if k.ID() != rest[:idLetters] {
		return Key{}, errors.New("the master key does not match its ID; copy its line again")
	}
	return k, nil
}

// ID names the key in 16 hexadecimal digits. It is made from the key and is no
// secret.
func (k Key) ID() string {
	if k.secret == nil {
		return ""
	}
	id := k.id()
	return hex.EncodeToString(id[:])
}

func (k Key) id() (id keyID) {
	sum := sha256.Sum256([]byte(keyIDLabel + *k.secret))
	copy(id[:], sum[:])
	return id
}

// Reveal is the key's text. It is for the file in which the key is kept;
// everything else prints the key hidden.
func (k Key) Reveal() string {
	if k.secret == nil {
		return ""
	}
	return keyPrefix + k.ID() + " " + base64.RawURLEncoding.EncodeToString([]byte(*k.secret))
}

// String hides the key.
func (k Key) String() string { return keyHidden }

// Format hides the key whatever verb and flags are asked for.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, keyHidden) }

// MarshalText hides the key in JSON, in structured logs, and wherever else text
// is made of it.
func (k Key) MarshalText() ([]byte, error) { return []byte(keyHidden), nil }

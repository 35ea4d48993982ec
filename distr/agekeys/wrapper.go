package agekeys

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// ErrNoIdentity says that none of the identities at hand opens a data key.
var ErrNoIdentity = errors.New("no age identity at hand opens it; add the line of the one that wrapped it")

// ErrDamaged says that a wrapped data key was changed, or is not for this.
var ErrDamaged = errors.New("it is damaged, or was not wrapped for this")

// A Wrapper wraps data keys with age. It is a distr.KeyWrapper, may be shared, and
// prints hidden.
type Wrapper struct {
	keys *[]identity // a pointer, since fmt follows none within a struct
}

type identity struct {
	*age.X25519Identity
	mac []byte
}

const (
	macLabel  = "distr age wrap 1"
	maxWrap   = 64 << 10 // bytes of a wrapped data key; age takes a few hundred
	dataKey   = 32
	maxKeying = 64 << 10 // bytes of the file
)

// New makes a wrapper of identities: the first wraps, all unwrap.
func New(identities ...*age.X25519Identity) (Wrapper, error) {
	if len(identities) == 0 {
		return Wrapper{}, errors.New("there is no age identity; make one with age-keygen")
	}
	var keys []identity
	for _, i := range identities {
		mac, err := hkdf.Key(sha256.New, []byte(i.String()), nil, macLabel, sha256.Size)
		if err != nil {
			return Wrapper{}, err
		}
		keys = append(keys, identity{i, mac})
	}
	return Wrapper{&keys}, nil
}

// Parse reads the text of an identity file, as age-keygen writes it: a line
// beginning with AGE-SECRET-KEY-1 for each identity, and comments behind '#'. The
// error says what is wrong and never repeats the text.
func Parse(from io.Reader) (Wrapper, error) {
	all, err := age.ParseIdentities(io.LimitReader(from, maxKeying))
	if err != nil {
		return Wrapper{}, errors.New("the age identities cannot be read: each is a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it")
	}
	var identities []*age.X25519Identity
	for n, i := range all {
		own, ok := i.(*age.X25519Identity)
		if !ok {
			return Wrapper{}, fmt.Errorf("age identity %d is no X25519 identity; make one with age-keygen", n+1)
		}
		identities = append(identities, own)
	}
	return New(identities...)
}

// Open reads an identity file. One that others may read should not be: what it says
// opens every secret.
func Open(path string) (w Wrapper, err error) {
	f, err := os.Open(path) //nolint:gosec // the file that the vendor names
	if err != nil {
		return Wrapper{}, fmt.Errorf("age identities: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if w, err = Parse(f); err != nil {
		return Wrapper{}, fmt.Errorf("%q: %w", path, err)
	}
	return w, nil
}

// ID is the recipient of the first identity, which is no secret.
func (w Wrapper) ID() string {
	if w.keys == nil {
		return ""
	}
	return (*w.keys)[0].Recipient().String()
}

// tag authenticates a data key and what it is for.
func (i identity) tag(key, bound []byte) []byte {
	h := hmac.New(sha256.New, i.mac)
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(bound)))
	h.Write(length[:])
	h.Write(bound)
	h.Write(key)
	return h.Sum(nil)
}

// Wrap encrypts a data key to the first identity.
func (w Wrapper) Wrap(_ context.Context, key, bound []byte) ([]byte, error) {
	if w.keys == nil {
		return nil, errors.New("there is no age identity")
	}
	first := (*w.keys)[0]
	var wrapped bytes.Buffer
	out, err := age.Encrypt(&wrapped, first.Recipient())
	if err != nil {
		return nil, err
	}
	if _, err := out.Write(append(first.tag(key, bound), key...)); err != nil {
		return nil, err
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return wrapped.Bytes(), nil
}

// Unwrap decrypts what Wrap made with any of the identities.
func (w Wrapper) Unwrap(_ context.Context, wrapped, bound []byte) ([]byte, error) {
	if w.keys == nil {
		return nil, errors.New("there is no age identity")
	}
	if len(wrapped) > maxWrap {
		return nil, ErrDamaged
	}
	for _, i := range *w.keys {
		in, err := age.Decrypt(bytes.NewReader(wrapped), i)
		if other := (*age.NoIdentityMatchError)(nil); errors.As(err, &other) {
			continue
		}
		if err != nil {
			return nil, ErrDamaged
		}
		plain, err := io.ReadAll(io.LimitReader(in, sha256.Size+dataKey+1))
		if err != nil || len(plain) != sha256.Size+dataKey || !hmac.Equal(plain[:sha256.Size], i.tag(plain[sha256.Size:], bound)) {
			return nil, ErrDamaged
		}
		return plain[sha256.Size:], nil
	}
	return nil, ErrNoIdentity
}

// String hides the identities.
func (w Wrapper) String() string { return "age identities ***" }

// Format hides the identities whatever verb and flags are asked for.
func (w Wrapper) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, w.String()) }

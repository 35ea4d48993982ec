package seal

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"time"
)

// A DataKey encrypts the values of one room: 256 random bits that are kept wrapped
// by a [KeyWrapper]. It prints hidden, in every format.
//
// What it seals is 29 bytes longer:
//
//	offset  bytes
//	     0      1  version, 2
//	     1     12  nonce
//	    13   16 +  the value, AES-256-GCM under the data key
//
// The additional data are the layer's name, all that stands before the ciphertext,
// and the context, as in a value that a [Ring] seals. The nonces are random, so a
// data key may seal 2^32 values.
type DataKey struct {
	secret *string // behind a pointer to a string, as in a Key
}

const (
	dataVersion = 2
	dataLayer   = "distr seal: value of a room"

	dataKeyHidden = "distr-data-key ***"

	atDataNonce = 1
	atDataValue = atDataNonce + nonceSize
)

// wrapperPatience is how long a wrapper may take.
const wrapperPatience = 10 * time.Second

// NewDataKey makes a data key.
func NewDataKey(rand io.Reader) (DataKey, error) {
	var secret [keySize]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return DataKey{}, fmt.Errorf("making a data key: %w", err)
	}
	return dataKeyOf(secret[:]), nil
}

func dataKeyOf(secret []byte) DataKey {
	text := string(secret)
	return DataKey{&text}
}

// Wrap encrypts the data key for a context: the names of whom and what it is for.
func (k DataKey) Wrap(ctx context.Context, w KeyWrapper, names ...string) ([]byte, error) {
	if k.secret == nil {
		return nil, errNoDataKey
	}
	ctx, stop := context.WithTimeout(ctx, wrapperPatience)
	defer stop()
	wrapped, err := w.Wrap(ctx, []byte(*k.secret), bind(wrapName, nil, names))
	if err != nil {
		return nil, fmt.Errorf("wrapping a data key with %q: %w", w.ID(), err)
	}
	if len(wrapped) == 0 {
		return nil, fmt.Errorf("wrapping a data key with %q: it gave nothing back", w.ID())
	}
	return wrapped, nil
}

// UnwrapDataKey decrypts a data key that was wrapped for the same context.
func UnwrapDataKey(ctx context.Context, w KeyWrapper, wrapped []byte, names ...string) (DataKey, error) {
	ctx, stop := context.WithTimeout(ctx, wrapperPatience)
	defer stop()
	secret, err := w.Unwrap(ctx, wrapped, bind(wrapName, nil, names))
	if err != nil {
		return DataKey{}, fmt.Errorf("unwrapping a data key with %q: %w", w.ID(), err)
	}
	if len(secret) != keySize {
		return DataKey{}, fmt.Errorf("unwrapping a data key with %q: %w: it has %d bytes, and a data key has %d", w.ID(), ErrDamaged, len(secret), keySize)
	}
	return dataKeyOf(secret), nil
}

var (
	errNoDataKey = errors.New("there is no data key")
	errNoContext = errors.New("nothing says whom the value is sealed for; give the tenant and the name")
)

func (k DataKey) ready(names []string) (cipher.AEAD, error) {
	switch {
	case k.secret == nil:
		return nil, errNoDataKey
	case len(names) == 0:
		return nil, errNoContext
	}
	return newGCM([]byte(*k.secret))
}

// Seal encrypts a value for a context. The value may be empty, and has [MaxPlain]
// bytes at most.
func (k DataKey) Seal(plain []byte, rand io.Reader, names ...string) ([]byte, error) {
	gcm, err := k.ready(names)
	if err != nil {
		return nil, fmt.Errorf("sealing a value: %w", err)
	}
	if len(plain) > MaxPlain {
		return nil, fmt.Errorf("sealing a value: it has %d bytes, and %d is the most", len(plain), MaxPlain)
	}
	sealed := make([]byte, atDataValue, atDataValue+len(plain)+tagSize)
	sealed[0] = dataVersion
	if _, err := io.ReadFull(rand, sealed[atDataNonce:]); err != nil {
		return nil, fmt.Errorf("sealing a value: drawing a nonce: %w", err)
	}
	return gcm.Seal(sealed, sealed[atDataNonce:atDataValue], plain, bind(dataLayer, sealed, names)), nil
}

// Open decrypts a value that was sealed for the same context. What it returns is
// whole and unchanged, or it is an [ErrDamaged].
func (k DataKey) Open(sealed []byte, names ...string) ([]byte, error) {
	gcm, err := k.ready(names)
	if err != nil {
		return nil, fmt.Errorf("opening a sealed value: %w", err)
	}
	switch {
	case len(sealed) > 0 && sealed[0] != dataVersion:
		return nil, fmt.Errorf("opening a sealed value: %w: its format is %d, and this program knows %d; a newer one may have sealed it", ErrDamaged, sealed[0], dataVersion)
	case len(sealed) < atDataValue+tagSize || len(sealed) > atDataValue+MaxPlain+tagSize:
		return nil, fmt.Errorf("opening a sealed value: %w: it has %d bytes, and a sealed value has %d to %d", ErrDamaged, len(sealed), atDataValue+tagSize, atDataValue+MaxPlain+tagSize)
	}
	plain, err := gcm.Open(nil, sealed[atDataNonce:atDataValue], sealed[atDataValue:], bind(dataLayer, sealed[:atDataValue], names))
	if err != nil {
		return nil, fmt.Errorf("opening a sealed value: %w", ErrDamaged)
	}
	return plain, nil
}

// String hides the key.
func (k DataKey) String() string { return dataKeyHidden }

// Format hides the key whatever verb and flags are asked for.
func (k DataKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, dataKeyHidden) }

// MarshalText hides the key in JSON, in structured logs, and wherever else text is
// made of it.
func (k DataKey) MarshalText() ([]byte, error) { return []byte(dataKeyHidden), nil }

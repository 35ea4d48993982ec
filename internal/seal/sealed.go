package seal

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
)

// MaxPlain is how many bytes a value may have.
const MaxPlain = 1 << 20

const (
	version = 1

	// The layers' names keep the one from being taken for the other.
	keyLayer   = "distr seal: data key"
	valueLayer = "distr seal: value"

	nonceSize = 12
	tagSize   = 16

	// Where the parts of a sealed value begin.
	atID       = 1
	atKeyNonce = atID + len(keyID{})
	atKey      = atKeyNonce + nonceSize
	atNonce    = atKey + keySize + tagSize
	atValue    = atNonce + nonceSize
)

// Seal encrypts a value for a context: the tenant, and whatever else names the
// value there. What it returns is 97 bytes longer. The value may be empty, and
// has [MaxPlain] bytes at most.
func (r *Ring) Seal(plain []byte, rand io.Reader, context ...string) ([]byte, error) {
	keys, err := r.now()
	if err == nil {
		err = named(context)
	}
	if err != nil {
		return nil, fmt.Errorf("sealing a value: %w", err)
	}
	if len(plain) > MaxPlain {
		return nil, fmt.Errorf("sealing a value: it has %d bytes, and %d is the most", len(plain), MaxPlain)
	}
	var drawn [keySize + 2*nonceSize]byte
	if _, err := io.ReadFull(rand, drawn[:]); err != nil {
		return nil, fmt.Errorf("sealing a value: drawing a key: %w", err)
	}
	dataKey, keyNonce, nonce := drawn[:keySize], drawn[keySize:keySize+nonceSize], drawn[keySize+nonceSize:]
	gcm, err := newGCM(dataKey)
	if err != nil {
		return nil, fmt.Errorf("sealing a value: %w", err)
	}

	sealed := make([]byte, 0, atValue+len(plain)+tagSize)
	sealed = append(sealed, version)
	first := keys.first.id()
	sealed = append(sealed, first[:]...)
	sealed = append(sealed, keyNonce...)
	sealed = keys.all[first].Seal(sealed, keyNonce, dataKey, bind(keyLayer, sealed, context))
	sealed = append(sealed, nonce...)
	return gcm.Seal(sealed, nonce, plain, bind(valueLayer, sealed, context)), nil
}

// Open decrypts a value that was sealed for the same context. What it returns is
// whole and unchanged, or it is an error: an [ErrUnknownKey] or an [ErrDamaged].
func (r *Ring) Open(sealed []byte, context ...string) ([]byte, error) {
	if r.Empty() && (r == nil || r.read == nil) {
		return nil, fmt.Errorf("opening a sealed value: %w", ErrNoKey)
	}
	if err := named(context); err != nil {
		return nil, fmt.Errorf("opening a sealed value: %w", err)
	}
	plain, err := r.open(sealed, context)
	if err != nil {
		return nil, fmt.Errorf("opening a sealed value: %w", err)
	}
	return plain, nil
}

func (r *Ring) open(sealed []byte, context []string) ([]byte, error) {
	if len(sealed) > 0 && sealed[0] != version {
		return nil, fmt.Errorf("%w: its format is %d, and this program knows %d; a newer one may have sealed it", ErrDamaged, sealed[0], version)
	}
	if len(sealed) < atValue+tagSize || len(sealed) > atValue+MaxPlain+tagSize {
		return nil, fmt.Errorf("%w: it has %d bytes, and a sealed value has %d to %d", ErrDamaged, len(sealed), atValue+tagSize, atValue+MaxPlain+tagSize)
	}
	id := keyID(sealed[atID:atKeyNonce])
	master, err := r.known(id)
	if err != nil {
		return nil, fmt.Errorf("%w: it is the one with the ID %s: %w", ErrUnknownKey, hex.EncodeToString(id[:]), err)
	}
	if master == nil {
		return nil, fmt.Errorf("%w: it is the one with the ID %s; add its line to the file of the master keys, below the first", ErrUnknownKey, hex.EncodeToString(id[:]))
	}
	dataKey, err := master.Open(nil, sealed[atKeyNonce:atKey], sealed[atKey:atNonce], bind(keyLayer, sealed[:atKey], context))
	if err != nil {
		return nil, ErrDamaged
	}
	gcm, err := newGCM(dataKey)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, sealed[atNonce:atValue], sealed[atValue:], bind(valueLayer, sealed[:atValue], context))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// Rewrap carries a value over to the ring's first key. One that this key sealed
// comes back byte for byte, so that a rotation which was broken off can be done
// again and writes what is left. The data key is a new one, so that whoever holds
// the old master key cannot change what is kept now. A value that does not open
// is the error of [Ring.Open].
func (r *Ring) Rewrap(sealed []byte, rand io.Reader, context ...string) ([]byte, error) {
	plain, err := r.Open(sealed, context...)
	if err != nil {
		return nil, err
	}
	first, err := r.First()
	if err != nil {
		return nil, err
	}
	if keyID(sealed[atID:atKeyNonce]) == first.id() {
		return slices.Clone(sealed), nil
	}
	return r.Seal(plain, rand, context...)
}

// bind is the additional data of a layer: its name, what stands before its
// ciphertext, and the context.
func bind(layer string, before []byte, context []string) []byte {
	data := part(nil, layer)
	data = part(data, string(before))
	for _, name := range context {
		data = part(data, name)
	}
	return data
}

func part(data []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint64(data, uint64(len(text))), text...)
}

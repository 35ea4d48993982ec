package distr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A KeyWrapper wraps the data keys of secrets: one for each customer, and one for
// what is vendor-wide. The default is Config.MasterKeys; a key management system
// over the network fits as well. Its doc says what it has to keep to.
//
// It is never asked within a transaction, and what it has unwrapped is remembered
// for five minutes, so neither a slow one nor one that fails keeps anybody else
// waiting. Without it no secret is set and none is resolved.
type KeyWrapper = seal.KeyWrapper

// noWrapper is there instead of master keys that make no ring.
type noWrapper struct{ why error }

func (noWrapper) ID() string { return "" }

func (w noWrapper) Wrap(context.Context, []byte, []byte) ([]byte, error) { return nil, w.why }

func (w noWrapper) Unwrap(context.Context, []byte, []byte) ([]byte, error) { return nil, w.why }

// How many data keys a Hub remembers, and for how long.
const (
	rememberedKeys = 1000
	keysRemembered = 5 * time.Minute
)

// What is sealed under a room's data key, and what wraps that; they open as nothing
// else.
const (
	sealedSecret  = "secret"
	sealedDataKey = "data key of secrets"
)

// A secretView is a room with secrets to be read: a vendor's or a customer's.
type secretView interface {
	SecretKey() (SealedKey, error)
	Secrets() ([]Secret, error)
}

// A secretTx is one that is open for changes.
type secretTx interface {
	secretView
	SetSecretKey(SealedKey) error
	PutSecret(Secret) error
	RemoveSecret(key string) error
}

// A secretRoom is where secrets lie, and the way there.
type secretRoom struct {
	vendor   *Vendor
	customer tenant.CustomerID // empty: the vendor-wide ones
}

// look reads the room, if the actor may do that with what is vendor-wide, or else
// with what is a customer's.
func (r secretRoom) look(ctx context.Context, wide, own tenant.Action, fn func(VendorView, secretView) error) error {
	if r.customer == "" {
		return r.vendor.look(ctx, wide, func(view VendorView) error { return fn(view, view) })
	}
	return r.vendor.Account(r.customer).lookWide(ctx, own, func(view VendorView, room CustomerView) error { return fn(view, room) })
}

// change changes the room, if the actor may.
func (r secretRoom) change(ctx context.Context, fn func(room secretTx, at time.Time) ([]Event, error)) error {
	if r.customer == "" {
		return r.vendor.update(ctx, tenant.ManageSecrets, func(tx VendorTx, at time.Time) ([]Event, error) { return fn(tx, at) })
	}
	return r.vendor.Account(r.customer).update(ctx, tenant.ManageCustomerSecrets, func(room CustomerTx, at time.Time) ([]Event, error) { return fn(room, at) })
}

// names are what a value is sealed for. They are said by the room and not by what
// lies in it, so nothing opens elsewhere.
func (r secretRoom) names(key string, version int64) []string {
	return []string{string(r.vendor.id), sealedSecret, string(r.customer), key, strconv.FormatInt(version, 10)}
}

// keyNames are what a data key is wrapped for.
func (r secretRoom) keyNames(number int64) []string {
	return []string{string(r.vendor.id), sealedDataKey, string(r.customer), strconv.FormatInt(number, 10)}
}

// newKey makes the room's data key of that number, and wraps it.
func (r secretRoom) newKey(ctx context.Context, number int64) (k seal.DataKey, kept SealedKey, err error) {
	hub := r.vendor.hub
	// The ID is read first: should the wrapper's key change meanwhile, this one is
	// carried over once too often, rather than never.
	kept = SealedKey{Number: number, Wrapper: hub.config.KeyWrapper.ID(), Created: hub.now()}
	if k, err = seal.NewDataKey(hub.config.Rand); err != nil {
		return k, kept, err
	}
	kept.Wrapped, err = k.Wrap(ctx, hub.config.KeyWrapper, r.keyNames(number)...)
	return k, kept, r.locked(kept, err)
}

// key unwraps the room's data key, which is remembered for a while.
func (r secretRoom) key(ctx context.Context, kept SealedKey) (seal.DataKey, error) {
	k, err := r.vendor.hub.dataKeys.Unwrap(ctx, r.vendor.hub.config.KeyWrapper, kept.Wrapped, r.keyNames(kept.Number)...)
	return k, r.locked(kept, err)
}

// locked says whose secrets cannot be had, and what wraps their key.
func (r secretRoom) locked(kept SealedKey, err error) error {
	if err == nil {
		return nil
	}
	whose := "of customer " + string(r.customer)
	if r.customer == "" {
		whose = "that are vendor-wide"
	}
	return &lockedRoom{whose, kept, err}
}

// A lockedRoom is one whose data key the wrapper does not give back.
type lockedRoom struct {
	whose string
	key   SealedKey
	why   error
}

func (l *lockedRoom) Error() string {
	lost := ""
	if errors.Is(l.why, seal.ErrUnknownKey) || errors.Is(l.why, seal.ErrDamaged) {
		lost = "; if there is no copy of that key, they are lost: remove them, and set them anew"
	}
	return fmt.Sprintf("the secrets %s are locked: data key %d, which %q wraps: %s%s", l.whose, l.key.Number, l.key.Wrapper, l.why, lost)
}

func (l *lockedRoom) Unwrap() error { return l.why }

// alone says whether others may be opened still: nobody was waited for in vain, and
// there is a key at all.
func (l *lockedRoom) alone() bool {
	for _, all := range []error{context.Canceled, context.DeadlineExceeded, seal.ErrNoKey, fs.ErrNotExist} {
		if errors.Is(l.why, all) {
			return false
		}
	}
	return true
}

// open opens one value.
func (r secretRoom) open(k seal.DataKey, s Secret) ([]byte, error) {
	value, err := k.Open(s.Sealed, r.names(s.Key, s.Version)...)
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w; set it anew", s.Key, err)
	}
	return value, nil
}

// errKeyMoved ends an update of a room that has another data key meanwhile.
var errKeyMoved = errors.New("the room has another data key now")

func sameKey(a, b SealedKey) bool { return a.Number == b.Number && bytes.Equal(a.Wrapped, b.Wrapped) }

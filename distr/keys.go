package distr

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// EnsureKeys makes the keys that sign access tokens, if there are none yet: one
// that signs and the next one. It is an error if those that there are cannot be
// opened, so whoever calls it at the start does not begin with logins that fail.
func (v *Vendor) EnsureKeys(ctx context.Context) error {
	err := v.changeKeys(ctx, func(keys []SigningKey, _ time.Time) ([]SigningKey, error) {
		if len(keys) > 0 {
			return keys, errUnchanged
		}
		return keys, nil
	})
	if err != nil {
		return err
	}
	_, err = v.SigningKeys(ctx)
	return err
}

// RotateKeys lets the next key sign, and makes another next one. The key that
// signed until now verifies for two more hours, so that no token that is out is
// refused.
func (v *Vendor) RotateKeys(ctx context.Context) error {
	if _, err := v.SigningKeys(ctx); err != nil {
		return err // with another master key, what is made now would be lost to whoever has the right one
	}
	return v.changeKeys(ctx, func(keys []SigningKey, at time.Time) ([]SigningKey, error) {
		for i := range keys {
			if keys[i].State(at) == KeyActive {
				keys[i].Retires = at.Add(retirement)
			}
		}
		return keys, nil
	})
}

// DropKey forgets a key at once: every token that it signed is refused from then
// on, and clients get new ones. If it is the one that signs, the next one does.
// It is a tenant.ErrNotFound if there is no such key.
func (v *Vendor) DropKey(ctx context.Context, id string) error {
	return v.changeKeys(ctx, func(keys []SigningKey, _ time.Time) ([]SigningKey, error) {
		without := slices.DeleteFunc(slices.Clone(keys), func(k SigningKey) bool { return k.ID == id })
		if len(without) == len(keys) {
			return nil, fmt.Errorf("signing key %q: %w; there are %s", id, tenant.ErrNotFound, keyIDs(keys))
		}
		return without, nil
	})
}

// Keys lists the keys that sign access tokens, without their private halves.
func (v *Vendor) Keys(ctx context.Context) (keys []SigningKey, err error) {
	err = v.look(ctx, tenant.ManageKeys, func(view VendorView) error {
		keys, err = view.SigningKeys()
		for i := range keys {
			keys[i].Private = nil
		}
		return err
	})
	return keys, err
}

// SigningKeys are the keys that are good now; the first one signs. None: they
// were never made.
func (v *Vendor) SigningKeys(ctx context.Context) ([]tenant.SigningKey, error) {
	if err := v.held.refresh(ctx); err != nil {
		return nil, err
	}
	at := v.hub.now()
	v.held.mu.RLock()
	known := v.held.keys
	v.held.mu.RUnlock()
	if known.good(at) {
		return known.keys, nil
	}
	var kept []SigningKey
	version, err := v.held.load(ctx, func(view VendorView) (err error) {
		kept, err = view.SigningKeys()
		return err
	})
	if err != nil {
		return nil, err
	}
	ring, err := v.unlock(kept, at)
	if err != nil {
		return nil, err
	}
	v.held.keep(version, func() { v.held.keys = ring })
	return ring.keys, nil
}

// changeKeys changes which keys there are. What fn leaves is completed: one key
// signs and one is the next, and those that have retired are gone.
func (v *Vendor) changeKeys(ctx context.Context, fn func(keys []SigningKey, at time.Time) ([]SigningKey, error)) error {
	// Made before the transaction, which may run twice: two are needed at most.
	var spare [2]SigningKey
	for i := range spare {
		var err error
		if spare[i], err = v.newKey(); err != nil {
			return err
		}
	}
	return v.update(ctx, tenant.ManageKeys, func(tx VendorTx, at time.Time) ([]Event, error) {
		before, err := tx.SigningKeys()
		if err != nil {
			return nil, err
		}
		after, err := fn(slices.Clone(before), at)
		if errors.Is(err, errUnchanged) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		after = completed(after, spare[:], at)
		if err := putKeys(tx, before, after); err != nil {
			return nil, err
		}
		return one(happened(KeysChanged, "", map[string]any{"before": keyStates(before, at), "after": keyStates(after, at)}))
	})
}

package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// ResealSecrets carries all of the vendor's secrets over to the key that
// Config.KeyWrapper wraps with now: each room gets another data key, and its values
// are sealed anew under that, so that whoever holds the old key gets nothing that is
// kept from then on. It needs no stop of anything: who sets a secret or gets one
// meanwhile goes by the one key or the other. A data key that is up to date already
// is unwrapped once, and nothing changes, and one under which nothing is kept is left
// alone. A room whose key cannot be unwrapped keeps nobody else waiting: the error names
// all of them, and the others are carried over. Otherwise as [Vendor.Reseal], which
// does this too.
func (v *Vendor) ResealSecrets(ctx context.Context) (Resealed, error) {
	done, err := v.resealSecrets(ctx)
	if err != nil {
		return done, fmt.Errorf("resealing the secrets of vendor %s: %w", v.id, err)
	}
	return done, nil
}

func (v *Vendor) resealSecrets(ctx context.Context) (done Resealed, err error) {
	var locked []error
	carry := func(r secretRoom) error {
		n, err := r.reseal(ctx)
		done.Secrets += n
		if room, is := errors.AsType[*lockedRoom](err); is && room.alone() {
			locked, err = append(locked, err), nil
		}
		return err
	}
	if err = carry(secretRoom{vendor: v}); err != nil {
		return done, err
	}
	for c, lost := range walk(ctx, v, tenant.ManageKeys, withSecrets) {
		if err = lost; err == nil {
			err = carry(secretRoom{v, c})
		}
		if err != nil {
			break
		}
	}
	return done, errors.Join(append(locked, err)...)
}

// withSecrets says whether a customer has a data key.
func withSecrets(view VendorView, c tenant.Customer) (id tenant.CustomerID, is bool, err error) {
	room, err := view.Open(c.ID)
	if err != nil {
		return "", false, err
	}
	key, err := room.SecretKey()
	return c.ID, key.Number > 0, err
}

// reseal gives the room another data key, if the one that it has is wrapped by an
// older key, and returns how many values were sealed anew.
func (r secretRoom) reseal(ctx context.Context) (n int, err error) {
	for range attempts {
		n, err = r.tryReseal(ctx)
		if !errors.Is(err, errKeyMoved) {
			break
		}
	}
	return n, err
}

// tryReseal asks the wrapper first, which may take a while, and then changes the
// room, unless that has another data key since.
func (r secretRoom) tryReseal(ctx context.Context) (n int, err error) {
	var was SealedKey
	var all []Secret
	err = r.vendor.look(ctx, tenant.ManageKeys, func(view VendorView) (err error) {
		room, err := r.enter(view)
		if err != nil {
			return err
		}
		if was, err = room.SecretKey(); err == nil {
			all, err = room.Secrets()
		}
		return err
	})
	if err != nil || len(live(all)) == 0 { // the next value gets another key anyway
		return 0, err
	}
	wrapper := r.vendor.hub.config.KeyWrapper
	current := wrapper.ID()
	// What is remembered does not count: the key has to be at hand now.
	older, err := seal.UnwrapDataKey(ctx, wrapper, was.Wrapped, r.keyNames(was.Number)...)
	if err != nil || was.Wrapper == current {
		return 0, r.locked(was, err)
	}
	newer, kept, err := r.newKey(ctx, was.Number+1)
	if err != nil {
		return 0, err
	}
	err = r.vendor.update(ctx, tenant.ManageKeys, func(tx VendorTx, _ time.Time) ([]Event, error) {
		room, err := r.edit(tx)
		if err != nil {
			return nil, err
		}
		now, err := room.SecretKey()
		switch {
		case err != nil:
			return nil, err
		case !sameKey(now, was):
			return nil, errKeyMoved
		}
		if n, err = r.carry(room, older, newer); err != nil {
			return nil, err
		}
		if err := room.SetSecretKey(kept); err != nil {
			return nil, err
		}
		return one(happened(SecretsResealed, r.customer, map[string]any{"key": kept.Wrapper, "secrets": n}))
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// carry seals all values of the room anew.
func (r secretRoom) carry(room secretTx, older, newer seal.DataKey) (n int, err error) {
	all, err := room.Secrets()
	if err != nil {
		return 0, err
	}
	all = live(all)
	for _, s := range all {
		value, err := r.open(older, s)
		if err != nil {
			return 0, err
		}
		if s.Sealed, err = newer.Seal(value, r.vendor.hub.config.Rand, r.names(s.Key, s.Version)...); err != nil {
			return 0, err
		}
		if err := room.PutSecret(s); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// enter and edit open the room to whoever may do so with all rooms.
func (r secretRoom) enter(view VendorView) (secretView, error) {
	if r.customer == "" {
		return view, nil
	}
	return view.Open(r.customer)
}

func (r secretRoom) edit(tx VendorTx) (secretTx, error) {
	if r.customer == "" {
		return tx, nil
	}
	return tx.Edit(r.customer)
}

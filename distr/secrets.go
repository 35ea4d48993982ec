package distr

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The kinds of event about secrets. The data is {key, version}: never a value, nor
// anything that is made of one, such as its length or a hash.
const (
	SecretSet     Kind = "secret.set"
	SecretRemoved Kind = "secret.removed"
)

// Limits of secrets.
const (
	MaxSecretValue = 64 << 10 // bytes of a value
	MaxSecrets     = 250      // in one room
)

// A SecretState is what is shown of a secret: everything but its value.
type SecretState struct {
	Key     string
	Version int64 // counts its values, from 1
	Changed time.Time
	By      string
	UsedBy  SecretUsers
}

// A SecretChange is what changed with a secret, and whom it concerns.
type SecretChange struct {
	Key     string
	Version int64       // the one that was set, or removed
	UsedBy  SecretUsers // who has got it: they get what is there now when they ask again
}

// SetSecret sets the value of a vendor-wide secret: the installations of all
// customers get it, but for those of customers who have one of the same key. A key
// is a letter or underscore and up to 127 more letters, digits and underscores; a
// value is 1 to MaxSecretValue bytes. Nobody is ever shown it again, so each call
// sets another version, also if the value is the same.
func (v *Vendor) SetSecret(ctx context.Context, key string, value []byte) (SecretChange, error) {
	return secretRoom{vendor: v}.set(ctx, key, value)
}

// SetSecret sets the value of one of the customer's own secrets, which goes before
// a vendor-wide one of the same key; otherwise as [Vendor.SetSecret].
func (a *Account) SetSecret(ctx context.Context, key string, value []byte) (SecretChange, error) {
	return secretRoom{a.vendor, a.id}.set(ctx, key, value)
}

// RemoveSecret removes a vendor-wide secret. It is a tenant.ErrNotFound if there is
// none of that key.
func (v *Vendor) RemoveSecret(ctx context.Context, key string) (SecretChange, error) {
	return secretRoom{vendor: v}.remove(ctx, key)
}

// RemoveSecret removes one of the customer's own secrets, so that a vendor-wide one
// of the same key counts again.
func (a *Account) RemoveSecret(ctx context.Context, key string) (SecretChange, error) {
	return secretRoom{a.vendor, a.id}.remove(ctx, key)
}

// Secrets lists the vendor-wide secrets by key, without their values.
func (v *Vendor) Secrets(ctx context.Context) ([]SecretState, error) {
	return secretRoom{vendor: v}.list(ctx)
}

// Secrets lists the customer's own secrets by key, without their values. To the
// customer's own people the vendor's are "the vendor".
func (a *Account) Secrets(ctx context.Context) ([]SecretState, error) {
	return secretRoom{a.vendor, a.id}.list(ctx)
}

var secretKeyForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// CheckSecretKey says what is wrong with the key of a secret, as tenant.ErrInvalid.
func CheckSecretKey(key string) error {
	if secretKeyForm.MatchString(key) {
		return nil
	}
	if len(key) > 128 {
		key = key[:128] + "…"
	}
	return fmt.Errorf("%w key %q of a secret: it is a letter or underscore and up to 127 more letters, digits and underscores, such as DB_PASSWORD", tenant.ErrInvalid, key)
}

func checkSecretValue(key string, value []byte) error {
	switch {
	case len(value) == 0:
		return fmt.Errorf("%w value of secret %s: it is empty; to take the secret away, remove it", tenant.ErrInvalid, key)
	case len(value) > MaxSecretValue:
		return fmt.Errorf("%w value of secret %s: it has more than %d bytes", tenant.ErrInvalid, key, MaxSecretValue)
	}
	return nil
}

// attempts is how often a change is begun again since a re-wrap came between. Each
// of those takes the time of two questions to the wrapper.
const attempts = 100

func (r secretRoom) set(ctx context.Context, key string, value []byte) (change SecretChange, err error) {
	if err := CheckSecretKey(key); err != nil {
		return SecretChange{}, err
	}
	if err := checkSecretValue(key, value); err != nil {
		return SecretChange{}, err
	}
	for range attempts {
		change, err = r.trySet(ctx, key, value)
		if !errors.Is(err, errKeyMoved) {
			break
		}
	}
	if err != nil {
		return SecretChange{}, err
	}
	return change, nil
}

// trySet gets the data key first, which may take a while, and then changes the
// room, unless that has another one since.
func (r secretRoom) trySet(ctx context.Context, key string, value []byte) (SecretChange, error) {
	change := SecretChange{Key: key}
	var was SealedKey
	var empty bool
	err := r.look(ctx, tenant.ManageSecrets, tenant.ManageCustomerSecrets, func(view VendorView, room secretView) (err error) {
		if was, err = room.SecretKey(); err != nil {
			return err
		}
		all, err := room.Secrets()
		if err != nil {
			return err
		}
		empty = len(live(all)) == 0
		change.UsedBy, err = r.usersOf(view, key)
		return err
	})
	if err != nil {
		return change, err
	}
	var k seal.DataKey
	kept := was
	if empty { // what the old key has sealed is gone, so nobody need open it any more, nor be able to
		k, kept, err = r.newKey(ctx, was.Number+1)
	} else {
		k, err = r.key(ctx, was)
	}
	if err != nil {
		return change, err
	}
	return change, r.change(ctx, func(room secretTx, at time.Time) ([]Event, error) {
		now, err := room.SecretKey()
		switch {
		case err != nil:
			return nil, err
		case !sameKey(now, was):
			return nil, errKeyMoved
		}
		all, err := room.Secrets()
		switch {
		case err != nil:
			return nil, err
		case empty != (len(live(all)) == 0):
			return nil, errKeyMoved // somebody was faster; without a value, a room's old key is as good as none
		case empty:
			if err := room.SetSecretKey(kept); err != nil {
				return nil, err
			}
		}
		change.Version, err = r.put(room, all, k, Secret{Key: key, Changed: at, By: r.vendor.actor.Name}, value)
		if err != nil {
			return nil, err
		}
		return one(r.event(SecretSet, key, change.Version))
	})
}

// put seals the next version of a secret.
func (r secretRoom) put(room secretTx, all []Secret, k seal.DataKey, s Secret, value []byte) (_ int64, err error) {
	s.Version = 1
	i := placeOf(all, s.Key)
	if i >= 0 {
		s.Version = all[i].Version + 1
	}
	if n := len(live(all)); n >= MaxSecrets && (i < 0 || all[i].Sealed == nil) {
		return 0, fmt.Errorf("%w: there are %d secrets already, and that is the most; remove one that nobody needs", tenant.ErrConflict, n)
	}
	s.Sealed, err = k.Seal(value, r.vendor.hub.config.Rand, r.names(s.Key, s.Version)...)
	if err != nil {
		return 0, err
	}
	return s.Version, room.PutSecret(s)
}

func (r secretRoom) remove(ctx context.Context, key string) (SecretChange, error) {
	change := SecretChange{Key: key}
	err := r.look(ctx, tenant.ManageSecrets, tenant.ManageCustomerSecrets, func(view VendorView, _ secretView) (err error) {
		change.UsedBy, err = r.usersOf(view, key)
		return err
	})
	if err != nil {
		return SecretChange{}, err
	}
	err = r.change(ctx, func(room secretTx, at time.Time) ([]Event, error) {
		all, err := room.Secrets()
		if err != nil {
			return nil, err
		}
		i := placeOf(all, key)
		if i < 0 || all[i].Sealed == nil {
			return nil, fmt.Errorf("secret %q: %w", key, tenant.ErrNotFound)
		}
		change.Version = all[i].Version
		if err := forget(room, all); err != nil {
			return nil, err
		}
		if err := room.PutSecret(Secret{Key: key, Version: change.Version, Changed: at, By: r.vendor.actor.Name}); err != nil {
			return nil, err
		}
		return one(r.event(SecretRemoved, key, change.Version))
	})
	if err != nil {
		return SecretChange{}, err
	}
	return change, nil
}

// forget makes room for the number of one more secret that is removed: as many stay as
// there may be secrets, and the one that was removed first goes.
func forget(room secretTx, all []Secret) error {
	gone := slices.DeleteFunc(slices.Clone(all), func(s Secret) bool { return s.Sealed != nil })
	if len(gone) < MaxSecrets {
		return nil
	}
	return room.RemoveSecret(slices.MinFunc(gone, func(a, b Secret) int { return a.Changed.Compare(b.Changed) }).Key)
}

func (r secretRoom) event(kind Kind, key string, version int64) (Event, error) {
	return happened(kind, r.customer, map[string]any{"key": key, "version": version})
}

func (r secretRoom) list(ctx context.Context) (states []SecretState, err error) {
	err = r.look(ctx, tenant.SeeSecrets, tenant.SeeCustomerSecrets, func(view VendorView, room secretView) error {
		states = nil
		all, err := room.Secrets()
		if err != nil {
			return err
		}
		users, err := r.users(view, "")
		if err != nil {
			return err
		}
		by := func(name string) string { return name }
		if r.vendor.concealed() {
			known, err := acquaintancesOf(view, r.customer)
			if err != nil {
				return err
			}
			by = known.name
		}
		for _, s := range live(all) {
			states = append(states, SecretState{s.Key, s.Version, s.Changed, by(s.By), users[s.Key]})
		}
		return nil
	})
	return states, err
}

func placeOf(all []Secret, key string) int {
	return slices.IndexFunc(all, func(s Secret) bool { return s.Key == key })
}

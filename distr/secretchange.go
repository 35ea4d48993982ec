package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SecretChange is what changed with a secret, and whom it concerns.
type SecretChange struct {
	Key     string
	Version int64       // the one that was set, or removed
	UsedBy  SecretUsers // who has got it: they get what is there now when they ask again
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

package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

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

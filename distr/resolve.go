package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ResolvedSecret is a secret as an installation gets it.
type ResolvedSecret struct {
	Value   SecretValue
	Version int64
	Own     bool // the customer's own; false: the vendor-wide one
}

// ResolveSecrets gives an installation its secrets, those of some keys or all that
// there are: the customer's own, and the vendor-wide ones of which the customer has
// none of the same key. It is the one way in which a value comes out.
//
// Only the service account of one of the customer's installations gets any, as long
// as it is live and the customer has the feature Deployments: a token that somebody
// has made for pulls names nobody who could be told when a secret changes, and is a
// tenant.ErrForbidden, as are the vendor's people. A key that is not there is a
// tenant.ErrNotFound, and then none is given. Who has got what is written down,
// once an hour, and shown as "used by".
func (v *Vendor) ResolveSecrets(ctx context.Context, p tenant.Principal, keys ...string) (map[string]ResolvedSecret, error) {
	for _, key := range keys {
		if err := CheckSecretKey(key); err != nil {
			return nil, err
		}
	}
	if err := v.standing(ctx, p); err != nil {
		return nil, err
	}
	if p.Side != tenant.CustomerSide {
		return nil, errOnlyInstallations
	}
	at := v.hub.now()
	var found resolution
	err := v.hub.store.View(ctx, v.id, func(view VendorView) (err error) {
		found, err = v.lookUp(view, p, at)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		keys = found.keys()
	}
	resolved, err := found.open(ctx, keys)
	if err != nil {
		return nil, err
	}
	v.noteSecretUses(ctx, p.Customer, found.due(resolved, at))
	return resolved, nil
}

var errOnlyInstallations = fmt.Errorf("%w: only the service account of an installation gets secrets; start one, and use its token", tenant.ErrForbidden)

// lookUp asks once more what may have changed since the snapshot: a credential that
// was revoked gets nothing.
func (v *Vendor) lookUp(view VendorView, p tenant.Principal, at time.Time) (found resolution, err error) {
	room, err := view.Open(p.Customer)
	if err != nil {
		return found, err
	}
	if c, err := room.Credential(p.Credential); err != nil || !c.Live(at) {
		return found, errRevoked
	}
	if found.installation, err = installationWith(room, p.Credential); err != nil {
		return found, err
	}
	if found.installation == "" {
		return found, errOnlyInstallations
	}
	if err := v.deploys(view, room); err != nil {
		return found, err
	}
	if found.uses, err = room.SecretUses(); err != nil {
		return found, err
	}
	if found.own, err = readShelf(secretRoom{v, p.Customer}, room); err != nil {
		return found, err
	}
	found.wide, err = readShelf(secretRoom{vendor: v}, view)
	return found, err
}

// deploys says whether the customer has the feature that secrets are for.
func (v *Vendor) deploys(view VendorView, room CustomerView) error {
	c, err := room.Customer()
	if err != nil {
		return err
	}
	graph, err := v.graph(view)
	if err != nil {
		return err
	}
	if !graph.Effective(c.Features).Has(tenant.Deployments) {
		return fmt.Errorf("secrets of customer %s: %w; it does not have the feature %s", c.ID, tenant.ErrNotFound, tenant.Deployments)
	}
	return nil
}

// noteSecretUses writes down who has got what. A store that does not take it keeps
// no installation from its secrets: the next time will do.
func (v *Vendor) noteSecretUses(ctx context.Context, c tenant.CustomerID, uses []SecretUse) {
	if len(uses) == 0 {
		return
	}
	if err := v.writeSecretUses(ctx, c, uses); err != nil && !absent(err) {
		v.hub.config.Log.Warn("the store does not take which installation uses which secret", "vendor", v.id, "customer", c, "error", err)
	}
}

func (v *Vendor) writeSecretUses(ctx context.Context, c tenant.CustomerID, uses []SecretUse) error {
	return v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		room, err := tx.Edit(c)
		if err != nil {
			return err
		}
		for _, u := range uses {
			if err := room.PutSecretUse(u); err != nil {
				return err
			}
		}
		return nil
	})
}

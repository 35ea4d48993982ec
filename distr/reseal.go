package distr

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Resealed is how many secrets were carried over to the first master key, by what
// they are.
type Resealed struct {
	Upstreams   int `json:"upstreams"`   // logins of repositories
	GrantLogins int `json:"grantLogins"` // logins that grants bring along
	SigningKeys int `json:"signingKeys"`
	Secrets     int `json:"secrets,omitempty"`
	Webhooks    int `json:"webhooks"`           // what signs for endpoints
	MailKeys    int `json:"mailKeys,omitempty"` // that sign letters
}

// Total counts them all.
func (r Resealed) Total() int {
	return r.Upstreams + r.GrantLogins + r.SigningKeys + r.Webhooks + r.MailKeys + r.Secrets
}

// Reseal carries all that is secret of the vendor's over to the first of
// Config.MasterKeys, and secrets as [Vendor.ResealSecrets] does. Each transaction says so in an event, and whatever breaks it
// off, everything opens as long as all the master keys are there: do it again, and
// it goes on with what is left. A secret that none of the keys opens is an error,
// and nothing in its transaction is changed.
//
// When it returns nil, the first key opens all that is kept, so the others can go,
// once no process is left that has another first key: what that one seals, the
// others open. With the first key alone, Reseal changes nothing, and fails if
// anything is left that needs another.
func (v *Vendor) Reseal(ctx context.Context) (Resealed, error) {
	all, err := v.resealOwn(ctx)
	for after, more := tenant.CustomerID(""), true; more && err == nil; {
		var some Resealed
		some, after, more, err = v.resealCustomers(ctx, after)
		all.GrantLogins += some.GrantLogins
	}
	if err == nil {
		var some Resealed
		some, err = v.resealSecrets(ctx)
		all.Secrets = some.Secrets
	}
	if err != nil {
		return all, fmt.Errorf("resealing what is secret of vendor %s: %w", v.id, err)
	}
	return all, nil
}

// resealOwn does so with what lies in the vendor's room.
func (v *Vendor) resealOwn(ctx context.Context) (done Resealed, err error) {
	err = v.update(ctx, tenant.ManageKeys, func(tx VendorTx, _ time.Time) ([]Event, error) {
		done = Resealed{} // it may run again
		upstreams, err := tx.Upstreams()
		if err != nil {
			return nil, err
		}
		for _, u := range upstreams {
			changed, err := v.reseal(&u.Login.Password, sealedUpstream, string(u.Repository))
			if err == nil && changed {
				done.Upstreams++
				err = tx.PutUpstream(u)
			}
			if err != nil {
				return nil, fmt.Errorf("login of upstream %q: %w", u.Repository, err)
			}
		}
		keys, err := tx.SigningKeys()
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			changed, err := v.reseal(&k.Private, sealedSigningKey, k.ID)
			if err == nil && changed {
				done.SigningKeys++
				err = tx.PutSigningKey(k)
			}
			if err != nil {
				return nil, fmt.Errorf("signing key %s: %w", k.ID, err)
			}
		}
		mail, err := tx.MailSettings()
		if err != nil {
			return nil, err
		}
		if changed, err := v.reseal(&mail.Private, sealedMailKey, string(mail.Domain), mail.Selector); err != nil {
			return nil, fmt.Errorf("the key that signs letters for %s: %w", mail.Domain, err)
		} else if changed {
			done.MailKeys++
			if err := tx.SetMailSettings(mail); err != nil {
				return nil, err
			}
		}
		if done.Webhooks, err = v.resealEndpoints(tx); err != nil {
			return nil, err
		}
		return v.tellResealed(done)
	})
	return done, err
}

func (v *Vendor) resealEndpoints(tx VendorTx) (n int, err error) {
	endpoints, err := tx.Endpoints()
	for _, e := range endpoints {
		changed, err := v.reseal(&e.Secret, sealedWebhook, string(e.ID))
		old := false
		if err == nil {
			old, err = v.reseal(&e.Old, sealedWebhook, string(e.ID))
		}
		if err == nil && (changed || old) {
			n++
			err = tx.PutEndpoint(e)
		}
		if err != nil {
			return 0, fmt.Errorf("secret of webhook %s: %w", e.ID, err)
		}
	}
	return n, err
}

// resealCustomers does so with what lies in the rooms of some customers, those
// behind one in the order of their IDs. It returns the last one.
func (v *Vendor) resealCustomers(ctx context.Context, after tenant.CustomerID) (done Resealed, last tenant.CustomerID, more bool, err error) {
	err = v.update(ctx, tenant.ManageKeys, func(tx VendorTx, _ time.Time) ([]Event, error) {
		done, more = Resealed{}, false
		customers, err := tx.Customers(CustomerQuery{After: after, Limit: customersAtOnce})
		if err != nil {
			return nil, err
		}
		for _, c := range customers {
			n, err := v.resealCustomer(tx, c.ID)
			if err != nil {
				return nil, fmt.Errorf("customer %s: %w", c.ID, err)
			}
			done.GrantLogins += n
			last, more = c.ID, len(customers) == customersAtOnce
		}
		return v.tellResealed(done)
	})
	return done, last, more, err
}

func (v *Vendor) resealCustomer(tx VendorTx, id tenant.CustomerID) (n int, err error) {
	room, err := tx.Edit(id)
	if err != nil {
		return 0, err
	}
	logins, err := room.Logins()
	if err != nil {
		return 0, err
	}
	for grant, login := range logins {
		changed, err := v.reseal(&login.Password, sealedGrantLogin, string(id), string(grant))
		if err == nil && changed {
			n++
			err = room.PutLogin(grant, login)
		}
		if err != nil {
			return 0, fmt.Errorf("login of grant %s: %w", grant, err)
		}
	}
	return n, nil
}

// reseal carries one value over, and says whether it was another key's.
func (v *Vendor) reseal(sealed *[]byte, kind string, names ...string) (changed bool, err error) {
	if *sealed == nil {
		return false, nil
	}
	if v.hub.noRing != nil {
		return false, v.hub.noRing
	}
	carried, err := v.hub.ring.Rewrap(*sealed, v.hub.config.Rand, append([]string{string(v.id), kind}, names...)...)
	if err != nil {
		return false, err
	}
	changed = !bytes.Equal(carried, *sealed)
	*sealed = carried
	return changed, nil
}

// tellResealed is the event of it; none if nothing has changed.
func (v *Vendor) tellResealed(done Resealed) ([]Event, error) {
	if done.Total() == 0 {
		return nil, nil
	}
	first, err := v.hub.ring.First()
	if err != nil {
		return nil, err
	}
	return one(happened(SecretsResealed, "", struct {
		Key string `json:"key"`
		Resealed
	}{first.ID(), done}))
}

package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SecretState is what is shown of a secret: everything but its value.
type SecretState struct {
	Key     string
	Version int64 // counts its values, from 1
	Changed time.Time
	By      string
	UsedBy  SecretUsers
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

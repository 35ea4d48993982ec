package distr

import (
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A SecretUser is an installation that has got a secret, and whose service account
// is live.
type SecretUser struct {
	Customer     tenant.CustomerID
	Installation tenant.InstallationID
	Name         string
	At           time.Time // when it did, at most an hour before it last did
}

// SecretUsers are those who have got a secret.
type SecretUsers struct {
	Seen   []SecretUser // by customer and installation
	Hidden int          // how many more, of customers whom the actor does not see
}

// Count is how many there are.
func (u SecretUsers) Count() int { return len(u.Seen) + u.Hidden }

func (r secretRoom) usersOf(view VendorView, key string) (SecretUsers, error) {
	users, err := r.users(view, key)
	return users[key], err
}

// users are those who have got the room's secrets, by key: all, or those of one
// key. A customer's own installations count, too, that have got a vendor-wide value:
// they get another one now.
func (r secretRoom) users(view VendorView, key string) (map[string]SecretUsers, error) {
	found := map[string]SecretUsers{}
	if r.customer != "" {
		room, err := view.Open(r.customer)
		if err != nil {
			return nil, err
		}
		uses, err := room.SecretUses()
		if err != nil {
			return nil, err
		}
		return found, r.addUsers(found, room, r.customer, uses, key, true)
	}
	all, err := view.SecretUses(key)
	if err != nil {
		return nil, err
	}
	for _, c := range slices.Sorted(maps.Keys(all)) {
		room, err := view.Open(c)
		if err != nil {
			return nil, err
		}
		visible := r.vendor.may(view, room, tenant.SeeCustomer) == nil
		if err := r.addUsers(found, room, c, all[c], key, visible); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// addUsers adds one customer's installations that are live.
func (r secretRoom) addUsers(found map[string]SecretUsers, room CustomerView, customer tenant.CustomerID, uses []SecretUse, key string, visible bool) error {
	live, err := liveInstallations(room, r.vendor.hub.now())
	if err != nil {
		return err
	}
	for _, u := range uses {
		n, is := live[u.Installation]
		if !is || key != "" && u.Key != key {
			continue
		}
		users := found[u.Key]
		if visible {
			users.Seen = append(users.Seen, SecretUser{customer, u.Installation, n.Name, u.At})
		} else {
			users.Hidden++
		}
		found[u.Key] = users
	}
	return nil
}

// liveInstallations are those whose service account is live.
func liveInstallations(room CustomerView, at time.Time) (map[tenant.InstallationID]tenant.Installation, error) {
	all, err := room.Installations()
	if err != nil {
		return nil, err
	}
	accounts, err := room.Credentials()
	if err != nil {
		return nil, err
	}
	live := map[tenant.InstallationID]tenant.Installation{}
	for _, n := range all {
		if slices.ContainsFunc(accounts, func(c tenant.Credential) bool { return c.ID == n.Credential && c.Live(at) }) {
			live[n.ID] = n
		}
	}
	return live, nil
}

package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// DiscardInstallation removes an installation and its service account: one that came
// to nothing. To keep the record, revoke it instead. It takes the right to revoke
// service accounts, but for those who started the installation themselves, as long as
// its account was never used. What was used in another process is known some seconds
// later.
func (a *Account) DiscardInstallation(ctx context.Context, id tenant.InstallationID) error {
	return a.updateWide(ctx, tenant.StartInstallation, func(tx VendorTx, room CustomerTx, _ time.Time) ([]Event, error) {
		n, c, err := installed(room, id)
		if err != nil {
			return nil, err
		}
		if n.By != a.vendor.actor.Name || a.used(c) {
			if err := a.vendor.may(tx, room, tenant.RevokeServiceAccount); err != nil {
				return nil, fmt.Errorf("installation %q: %w", n.Name, err)
			}
		}
		if err := room.RemoveInstallation(id); err != nil {
			return nil, err
		}
		return one(installationEvent(InstallationDiscarded, a.id, n))
	})
}

// used says whether a credential was ever used, also if that is not written yet.
func (a *Account) used(c tenant.Credential) bool {
	who := a.principal()
	who.Credential = c.ID
	return !c.Used.IsZero() || a.vendor.held.usedBy(who).ever() || a.vendor.hub.uses.waits(who)
}

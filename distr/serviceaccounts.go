package distr

import (
	"context"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// RotateInstallation gives an installation's service account another token. The
// account stays the same. Its old token is refused from the next request on, and so
// is who came in with it. Only the customer's own Administrators rotate.
func (a *Account) RotateInstallation(ctx context.Context, id tenant.InstallationID) (Started, error) {
	var out Started
	err := a.update(ctx, tenant.RotateServiceAccount, func(room CustomerTx, at time.Time) ([]Event, error) {
		n, c, err := installed(room, id)
		if err != nil {
			return nil, err
		}
		if !at.After(c.Rotated) {
			at = c.Rotated.Add(time.Microsecond) // no two of its tokens are of one generation
		}
		c, token, err := c.Rotate(at, a.principal(), a.vendor.hub.config.Rand)
		if err != nil {
			return nil, err
		}
		if err := room.PutCredential(c); err != nil {
			return nil, err
		}
		out = Started{n, c, token}
		return one(happened(TokenRotated, a.id, map[string]any{"token": c.ID, "name": c.Name, "installation": n.ID}))
	})
	if err != nil {
		return Started{}, err
	}
	return out, nil
}

// RevokeInstallation ends an installation's service account at once and for good.
// The installation stays in the list, and its name is free for another. One that
// was revoked before stays as it is.
func (a *Account) RevokeInstallation(ctx context.Context, id tenant.InstallationID) error {
	return a.update(ctx, tenant.RevokeServiceAccount, func(room CustomerTx, at time.Time) ([]Event, error) {
		_, c, err := installed(room, id)
		if err != nil {
			return nil, err
		}
		return a.revoke(room, c, at)
	})
}

// RevokeToken ends a token at once and for good, that of a service account as
// [Account.RevokeInstallation] does. One that was revoked before stays as it is. The
// vendor's people may also while the customer is archived.
func (a *Account) RevokeToken(ctx context.Context, id tenant.CredentialID) error {
	return a.update(ctx, tenant.RevokeToken, func(room CustomerTx, at time.Time) ([]Event, error) {
		c, err := room.Credential(id)
		if err != nil {
			return nil, err
		}
		return a.revoke(room, c, at)
	})
}

func (a *Account) revoke(room CustomerTx, c tenant.Credential, at time.Time) ([]Event, error) {
	if !c.Revoked.IsZero() {
		return nil, nil
	}
	if err := room.PutCredential(c.Revoke(at)); err != nil {
		return nil, err
	}
	n, err := installationWith(room, c.ID)
	if err != nil {
		return nil, err
	}
	data := map[string]any{"token": c.ID, "name": c.Name}
	if n != "" {
		data["installation"] = n
	}
	return one(happened(TokenRevoked, a.id, data))
}

// installationWith is the installation whose service account a credential is; empty
// if it is none's.
func installationWith(room CustomerView, id tenant.CredentialID) (tenant.InstallationID, error) {
	all, err := room.Installations()
	if err != nil {
		return "", err
	}
	if i := slices.IndexFunc(all, func(n tenant.Installation) bool { return n.Credential == id }); i >= 0 {
		return all[i].ID, nil
	}
	return "", nil
}

// principal is who stands at a door with a credential of the customer's.
func (a *Account) principal() tenant.Principal {
	return tenant.Principal{Side: tenant.CustomerSide, Vendor: a.vendor.id, Customer: a.id}
}

package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewInstallation is what a customer says of an installation to begin with.
type NewInstallation struct {
	Name string // of its service account, too
}

// Started is an installation with its service account and the token of that, which
// is returned this once.
type Started struct {
	Installation tenant.Installation
	Credential   tenant.Credential
	Token        tenant.Token
}

// An InstallationState is an installation with its service account.
type InstallationState struct {
	tenant.Installation
	Credential tenant.Credential
}

// Install starts an installation and makes its service account: a credential of the
// same name, with which its agents and CI pull. A name that a live installation of
// the customer has is a tenant.ErrConflict. The feature Deployments has to be on.
func (a *Account) Install(ctx context.Context, n NewInstallation) (Started, error) {
	if err := tenant.CheckName("installation", n.Name); err != nil {
		return Started{}, err
	}
	credential, token, err := a.vendor.hub.newCredential(a.principal(), n.Name)
	if err != nil {
		return Started{}, err
	}
	id, err := tenant.NewID("ins", a.vendor.hub.config.Rand)
	if err != nil {
		return Started{}, err
	}
	made := tenant.Installation{
		ID: tenant.InstallationID(id), Name: n.Name, Credential: credential.ID,
		Created: credential.Created, By: a.vendor.actor.Name,
	}
	err = a.update(ctx, tenant.StartInstallation, func(room CustomerTx, at time.Time) ([]Event, error) {
		if err := free(room, made, at); err != nil {
			return nil, err
		}
		if err := room.PutCredential(credential); err != nil {
			return nil, err
		}
		if err := room.PutInstallation(made); err != nil {
			return nil, err
		}
		return one(installationEvent(InstallationStarted, a.id, made))
	})
	if err != nil {
		return Started{}, err
	}
	return Started{made, credential, token}, nil
}

// Installations lists the customer's installations, oldest first, those too whose
// service account was revoked.
func (a *Account) Installations(ctx context.Context) (list []InstallationState, err error) {
	err = a.look(ctx, tenant.SeeTokens, func(room CustomerView) error {
		list = nil
		installations, err := room.Installations()
		if err != nil {
			return err
		}
		credentials, err := room.Credentials()
		if err != nil {
			return err
		}
		of := map[tenant.CredentialID]tenant.Credential{}
		for _, c := range credentials {
			of[c.ID] = c
		}
		for _, n := range installations {
			list = append(list, InstallationState{n, of[n.Credential]})
		}
		return nil
	})
	return list, err
}

// RenameInstallation gives an installation and its service account another name.
func (a *Account) RenameInstallation(ctx context.Context, id tenant.InstallationID, name string) error {
	return a.update(ctx, tenant.StartInstallation, func(room CustomerTx, at time.Time) ([]Event, error) {
		n, c, err := installed(room, id)
		if err != nil || n.Name == name {
			return nil, err
		}
		if !c.Revoked.IsZero() {
			return nil, fmt.Errorf("%w: the service account of %q was revoked; its name is part of the record", tenant.ErrConflict, n.Name)
		}
		before := n.Name
		n.Name, c.Name = name, name
		if err := free(room, n, at); err != nil {
			return nil, err
		}
		if err := room.PutCredential(c); err != nil {
			return nil, err
		}
		if err := room.PutInstallation(n); err != nil {
			return nil, err
		}
		return one(happened(InstallationRenamed, a.id, map[string]any{"installation": id, "before": before, "after": name}))
	})
}

// installed finds an installation and its service account.
func installed(room CustomerView, id tenant.InstallationID) (tenant.Installation, tenant.Credential, error) {
	all, err := room.Installations()
	if err != nil {
		return tenant.Installation{}, tenant.Credential{}, err
	}
	i := slices.IndexFunc(all, func(n tenant.Installation) bool { return n.ID == id })
	if i < 0 {
		return tenant.Installation{}, tenant.Credential{}, fmt.Errorf("installation %q: %w", id, tenant.ErrNotFound)
	}
	c, err := room.Credential(all[i].Credential)
	return all[i], c, err
}

// free says whether the installation can have its name.
func free(room CustomerView, n tenant.Installation, at time.Time) error {
	others, err := room.Installations()
	if err != nil {
		return err
	}
	accounts, err := room.Credentials()
	if err != nil {
		return err
	}
	return n.CheckAmong(others, accounts, at)
}

func installationEvent(kind Kind, customer tenant.CustomerID, n tenant.Installation) (Event, error) {
	return happened(kind, customer, map[string]any{"installation": n.ID, "name": n.Name, "token": n.Credential})
}

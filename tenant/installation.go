package tenant

import (
	"fmt"
	"slices"
	"time"
)

// An Installation is one place where a customer runs the vendor's software. It
// has a service account of its own, made when it was started: a credential of the
// same name, with which its agents and CI pull.
type Installation struct {
	ID         InstallationID
	Name       string // unique among those of the customer whose account is live
	Credential CredentialID
	Created    time.Time
	By         string // who started it
}

// CheckAmong says whether the installation can have its name beside those that the
// customer has: no other one that is live has it too. An installation is live as
// long as its account is, so the name of one whose account was revoked is free
// again. Names are compared exactly. The error is an [ErrConflict].
func (i Installation) CheckAmong(others []Installation, accounts []Credential, at time.Time) error {
	if err := CheckName("installation", i.Name); err != nil {
		return err
	}
	for _, o := range others {
		live := slices.ContainsFunc(accounts, func(c Credential) bool { return c.ID == o.Credential && c.Live(at) })
		if o.ID != i.ID && o.Name == i.Name && live {
			return fmt.Errorf("%w: there is an installation %q already; choose another name, or discard that one", ErrConflict, i.Name)
		}
	}
	return nil
}

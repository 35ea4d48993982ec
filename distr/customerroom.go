package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A CustomerView is a customer's room, to be read. No method takes a customer.
type CustomerView interface {
	ContractView
	AssetView
	ScheduleView
	ScanView

	Customer() (tenant.Customer, error)

	// Members lists the customer's people, those who are invited too.
	Members() ([]tenant.Member, error)
	Installations() ([]tenant.Installation, error)
	Credential(tenant.CredentialID) (tenant.Credential, error)
	Credentials() ([]tenant.Credential, error)

	Grant(entitlement.GrantID) (entitlement.Grant, error)
	Grants() ([]entitlement.Grant, error)
	// Logins are those that grants bring along for the registry upstream.
	Logins() (map[entitlement.GrantID]SealedLogin, error)

	// SecretKey is the data key of the customer's secrets; zero if there is
	// none. Secrets lists them by key, in byte order.
	SecretKey() (SealedKey, error)
	Secrets() ([]Secret, error)
	// SecretUses lists which of the customer's installations have got which
	// secrets, by installation and then by key, in byte order.
	SecretUses() ([]SecretUse, error)
}

// A CustomerTx is a customer's room, open for changes.
type CustomerTx interface {
	CustomerView
	ContractTx
	AssetTx
	ScheduleTx
	ScanTx

	SetProfile(tenant.Profile) error
	// PutMember adds one of the customer's people or replaces what is kept of
	// them. It is a tenant.ErrConflict if another of them has the address.
	PutMember(tenant.Member) error
	// RemoveMember is a tenant.ErrNotFound if there is none of that ID.
	RemoveMember(tenant.MemberID) error
	// PutInstallation adds an installation or replaces it. It is a
	// tenant.ErrNotFound if the customer has no such credential, and a
	// tenant.ErrConflict if it belongs to another installation.
	PutInstallation(tenant.Installation) error
	// RemoveInstallation removes an installation, its credential and its uses of
	// secrets. It is a tenant.ErrNotFound if there is none of that ID.
	RemoveInstallation(tenant.InstallationID) error
	// PutCredential adds a credential or replaces it.
	PutCredential(tenant.Credential) error
	// PutGrant adds a grant or replaces it. It is a tenant.ErrNotFound if the
	// vendor has no such product.
	PutGrant(entitlement.Grant) error
	// PutLogin adds a grant's login or replaces it. It is a tenant.ErrNotFound
	// if there is no such grant.
	PutLogin(entitlement.GrantID, SealedLogin) error
	// RemoveLogin is a tenant.ErrNotFound if the grant has none.
	RemoveLogin(entitlement.GrantID) error

	// SetSecretKey replaces the data key of the customer's secrets.
	SetSecretKey(SealedKey) error
	// PutSecret adds a secret or replaces it.
	PutSecret(Secret) error
	// RemoveSecret is a tenant.ErrNotFound if there is none of that key.
	RemoveSecret(key string) error
	// PutSecretUse adds a use or replaces that of the same installation and key.
	// It is a tenant.ErrNotFound if there is no such installation, and goes when
	// that is removed. It does not raise the version.
	PutSecretUse(SecretUse) error
}

// An Activity is when a customer, or one of its credentials, was seen. Times that
// are zero say nothing.
type Activity struct {
	Customer   tenant.CustomerID   // empty: the credential is one of the staff's
	Credential tenant.CredentialID // empty: none in particular
	Used       time.Time           // the credential was used
	Pulled     time.Time           // the customer pulled something
	Scanned    time.Time           // the customer was scanned
}

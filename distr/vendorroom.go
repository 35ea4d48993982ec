package distr

import (
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A VendorView is a vendor's room, to be read.
type VendorView interface {
	PriceView
	ScheduleView
	ScansView
	CourierView

	// Version is that of the state being read.
	Version() (Version, error)
	// Customers lists customers by ID, ascending in byte order.
	Customers(CustomerQuery) ([]tenant.Customer, error)
	// List lists customers as the query asks, from a place on, and says from
	// where the list goes on: the zero place if it does not. The query is
	// complete; its After is not looked at. Whom it lists is said by
	// CustomerList.Selects. The page may be short, as CustomerPage says. A
	// place of a customer that is not there is a tenant.ErrNotFound.
	List(q CustomerList, from ListPlace) (rows []CustomerRow, next ListPlace, err error)
	// Open enters a customer's room.
	Open(tenant.CustomerID) (CustomerView, error)

	Product(entitlement.ProductID) (entitlement.Product, error)
	Products() ([]entitlement.Product, error)
	// Releases lists a product's releases, oldest first; none if there is no
	// such product.
	Releases(entitlement.ProductID) ([]entitlement.Release, error)
	// Closures is what a release consists of in one repository: first what it
	// was published as, last what it is now. Only one that has moved has
	// several. None if it was never there, or if there is no such release.
	Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error)
	// Referrers lists what refers to content of a product's releases in one
	// repository, in the order in which it was put, without the first so many;
	// none if there is no such product.
	Referrers(p entitlement.ProductID, r entitlement.RepositoryPath, skip int) ([]entitlement.Referrer, error)

	// Upstreams lists where repositories lie, sorted by repository.
	Upstreams() ([]Upstream, error)
	// SigningKeys lists the keys that sign access tokens. One that was put
	// again is where it was; one that was removed and put again comes last.
	SigningKeys() ([]SigningKey, error)

	// Settings are the zero value if they were never set.
	Settings() (tenant.Settings, error)
	// Staff lists the vendor's own people.
	Staff() ([]tenant.Member, error)
	// Assigned says whether somebody of the staff is assigned to a customer.
	Assigned(tenant.MemberID, tenant.CustomerID) (bool, error)
	// Assignments lists to whom somebody of the staff is assigned, in byte
	// order.
	Assignments(tenant.MemberID) ([]tenant.CustomerID, error)
	// Memberships lists the customers that have somebody with this address
	// among their people, in byte order.
	Memberships(tenant.Email) ([]tenant.CustomerID, error)

	// StaffCredential and StaffCredentials are those of the vendor's own
	// people and machines.
	StaffCredential(tenant.CredentialID) (tenant.Credential, error)
	StaffCredentials() ([]tenant.Credential, error)

	// SecretKey is the data key of the vendor-wide secrets; zero if there is
	// none. Secrets lists them by key, in byte order.
	SecretKey() (SealedKey, error)
	Secrets() ([]Secret, error)
	// SecretUses lists by customer which installations have got a vendor-wide
	// secret of that key, or with an empty key any: those of CustomerView of
	// which Own is false, in the same order.
	SecretUses(key string) (map[tenant.CustomerID][]SecretUse, error)

	// Events lists what happened, by Seq. Which events a query lists is said by
	// EventQuery.Selects.
	Events(EventQuery) ([]Event, error)
	// LastEvent is the link of the last event; that of the checkpoint if there
	// are none behind it, and zero if there never was one.
	LastEvent() (Link, error)
	// Checkpoint is up to where events were removed; zero if none were.
	Checkpoint() (Checkpoint, error)
	// Pulls lists the pull log, oldest first, and of one instant by ID,
	// ascending in byte order. Which entries a query lists is said by
	// PullQuery.Selects.
	Pulls(PullQuery) ([]PullRecord, error)
}

// A VendorTx is a vendor's room, open for changes.
type VendorTx interface {
	VendorView
	PriceTx
	ScheduleTx
	CourierTx

	// AddCustomer is a tenant.ErrConflict if there is one of that ID.
	AddCustomer(tenant.Customer) error
	// Edit enters a customer's room for changes.
	Edit(tenant.CustomerID) (CustomerTx, error)

	// PutProduct adds a product or replaces it. It is a tenant.ErrConflict if
	// another product has one of its repositories.
	PutProduct(entitlement.Product) error
	// PutRelease adds a release and what it consists of, a closure for each
	// of its roots. It is a tenant.ErrConflict if the product has one of that
	// version, and a tenant.ErrNotFound if there is no such product.
	PutRelease(entitlement.ProductID, entitlement.Release, map[entitlement.RepositoryPath]entitlement.Closure) error
	// MoveRelease replaces the roots and the revision of a release, and adds
	// what it consists of now, a closure for each repository in which it has
	// moved, to what it was. Nothing else of the release changes. It is a
	// tenant.ErrNotFound if there is no such release.
	MoveRelease(entitlement.ProductID, entitlement.Release, map[entitlement.RepositoryPath]entitlement.Closure) error
	// PutReferrer adds a referrer, also if there is the same already. It is a
	// tenant.ErrNotFound if there is no such product.
	PutReferrer(entitlement.ProductID, entitlement.RepositoryPath, entitlement.Referrer) error

	// PutUpstream adds what is said of a repository or replaces it. A login in
	// the origin is not kept: it would lie open.
	PutUpstream(Upstream) error
	// RemoveUpstream is a tenant.ErrNotFound if nothing is said of it.
	RemoveUpstream(entitlement.RepositoryPath) error
	// PutSigningKey adds a key or replaces it.
	PutSigningKey(SigningKey) error
	// RemoveSigningKey is a tenant.ErrNotFound if there is no such key.
	RemoveSigningKey(id string) error

	// SetSettings replaces all settings.
	SetSettings(tenant.Settings) error
	// PutStaff adds one of the vendor's people or replaces what is kept of
	// them. It is a tenant.ErrConflict if another of them has the address.
	PutStaff(tenant.Member) error
	// RemoveStaff removes one of the vendor's people and all their assignments.
	// It is a tenant.ErrNotFound if there is none of that ID.
	RemoveStaff(tenant.MemberID) error
	// Assign lets somebody of the staff see a customer. It is a
	// tenant.ErrNotFound if one of the two is not there, and nothing changes
	// if they are assigned already.
	Assign(tenant.MemberID, tenant.CustomerID) error
	// Unassign is a tenant.ErrNotFound if they are not assigned.
	Unassign(tenant.MemberID, tenant.CustomerID) error
	// PutStaffCredential adds a credential or replaces it.
	PutStaffCredential(tenant.Credential) error

	// SetSecretKey replaces the data key of the vendor-wide secrets.
	SetSecretKey(SealedKey) error
	// PutSecret adds a vendor-wide secret or replaces it.
	PutSecret(Secret) error
	// RemoveSecret is a tenant.ErrNotFound if there is none of that key.
	RemoveSecret(key string) error

	// PutActivity writes down when somebody was seen. Of what is there and what
	// is put the later instant stays; what is not there is passed over. It does
	// not raise the version.
	PutActivity([]Activity) error

	// Append writes down what happened. ID, Seq and Hash are the caller's. It is
	// a tenant.ErrConflict if there is an event of that ID, if the ID says
	// another number ([EventID.Seq]), and if its Seq is not one more than that
	// of the last event.
	Append(Event) error
	// RemoveEvents removes all events up to the checkpoint and keeps that
	// instead. It is a tenant.ErrConflict if there is none of its Seq.
	RemoveEvents(Checkpoint) error
	// RefileEvents looks whether what the store finds events by is right, writes it
	// anew where it is not, and says what it has done. It looks at the events as they
	// are, and changes none of them. It does not raise the version. A store that
	// finds events by nothing but themselves answers zero.
	RefileEvents() (Refiled, error)
	// PutPulls adds entries to the pull log. One that is there, with the same
	// ID and the same time, gets Count, Bytes and Cut of the one that is put,
	// and nothing else of it changes; of several such in the list the last one
	// counts. It does not raise the version.
	PutPulls([]PullRecord) error
}

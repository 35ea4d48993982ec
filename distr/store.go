package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Store keeps everything. It is all that a vendor has to implement to bring a
// database of their own; storetest.Run finds out whether it keeps the promises
// below.
//
// Who owns a record is said by the room it lies in: a vendor's room is entered
// through View or Update, a customer's through Open or Edit. IDs are compared
// byte by byte: acme and ACME are two vendors, and two vendors may each have a
// customer of the same ID. A vendor whose room was never written to has an empty
// one. What a store hands out is the caller's own: changing it changes nothing
// that is kept, and what was handed in may be changed afterwards.
//
// Something asked for by ID that is not there is a tenant.ErrNotFound. Times are
// kept to the microsecond at least and come back in UTC; the zero time comes
// back as the zero time. Bytes that are nil and a map that is nil come back as
// nil; an empty list or map may come back as nil, too. Lists are in the order in
// which the records were first put, unless a method says otherwise.
type Store interface {
	// View calls fn with one consistent state of a vendor's room. What it is
	// given cannot change anything, also not by a type assertion.
	View(ctx context.Context, v tenant.VendorID, fn func(VendorView) error) error

	// Update calls fn with a vendor's room open for changes. All of them are
	// kept, durably, if fn returns nil; none of them if it returns an error or
	// panics. Concurrent updates come out as if they had run one after
	// another. fn may run again. A context that has ended before the changes
	// are kept keeps them from being kept.
	Update(ctx context.Context, v tenant.VendorID, fn func(VendorTx) error) error

	// Changed says what an Update of this vendor has changed after the state
	// of that version. A store may always answer All.
	Changed(ctx context.Context, v tenant.VendorID, since Version) (Changes, error)
}

// A Version counts the changes of one vendor's room: every Update that changes
// something raises it, in its own transaction. An untouched room is at 0.
type Version int64

// Changes is what has changed between two versions of a vendor's room.
type Changes struct {
	Version   Version // how far the answer reaches
	All       bool    // anything may have changed; the lists say nothing then
	Vendor    bool    // the list of products, the settings, the staff, their assignments and credentials, upstreams, signing keys or secrets
	Customers []tenant.CustomerID
	Products  []entitlement.ProductID // their releases, or what refers to these
}

package tenant

import "fmt"

// A Side is one of the two parties of a sale, or who runs the system for them.
// Some rules bind only one of them.
type Side string

// The sides. The zero value is none, and may do nothing.
const (
	CustomerSide Side = "customer" // the customer's own people, agents and clusters
	VendorSide   Side = "vendor"   // the vendor's staff
	OperatorSide Side = "operator" // who works at the machine itself, and programs that vouch for their own people; no token names it
)

// A Principal is who stands at the door, once a credential has been checked. It
// is small and comparable, and can be the key of a map.
type Principal struct {
	Side       Side
	Vendor     VendorID
	Customer   CustomerID // empty on the vendor's side
	Credential CredentialID

	// Rotated says which of the credential's tokens was shown: when it was made,
	// in microseconds since 1970, and 0 for the first. Who came with one that a
	// rotation has replaced is not let in by that any more.
	Rotated int64
}

// check says whether the principal is whole, so that a token for nobody in
// particular cannot be made.
func (p Principal) check() error {
	if err := CheckID("vendor", string(p.Vendor)); err != nil {
		return err
	}
	switch {
	case p.Side == CustomerSide:
		return CheckID("customer", string(p.Customer))
	case p.Side != VendorSide:
		return fmt.Errorf("%w side %q: it is %s or %s", ErrInvalid, p.Side, CustomerSide, VendorSide)
	case p.Customer != "":
		return fmt.Errorf("%w principal: the vendor's side has no customer, this one has %q", ErrInvalid, p.Customer)
	}
	return nil
}

package tenant

// A Portal is how a customer's portal is in effect: what the vendor has set for
// all, and for this customer.
type Portal struct {
	Open    bool
	Source  PortalSource // what decided that
	Version PortalVersion
	Address string // where it is, for links in letters; empty: no address is set
}

// PortalSource is what decided whether a portal is open.
type PortalSource string

// The sources.
const (
	FromCustomer PortalSource = "customer" // what is set for the customer
	FromAll      PortalSource = "all"      // the vendor has opened every portal
	FromMode     PortalSource = "mode"     // New only: there is nothing to switch
)

// PortalOf is a customer's portal. What is set for all overrides what is set for
// the customer and never overwrites it.
func (s Settings) PortalOf(c Customer) Portal {
	p := Portal{Open: c.Portal, Source: FromCustomer, Version: c.PortalVersion}
	switch {
	case s.PortalMode == PortalNewOnly:
		p.Open, p.Source, p.Version = true, FromMode, PortalNew
	case s.PortalForAll:
		p.Open, p.Source = true, FromAll
	}
	p.Address = s.address(p.Version, c.ID)
	return p
}

// OpensAll says whether every customer's portal is open by what is set for all.
func (s Settings) OpensAll() bool { return s.PortalMode == PortalNewOnly || s.PortalForAll }

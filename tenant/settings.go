package tenant

// Settings are what a vendor sets once for all customers. The zero value is what
// a vendor begins with.
type Settings struct {
	PortalMode   PortalMode // default: PortalMixed
	PortalForAll bool       // opens every customer's portal, whatever is set for it
	AutoInvite   bool       // invite the address of every new customer

	DefaultAccess Access // of new customers; default: AccessDisabled
	StopPulls     bool   // the access level Disabled stops pulls with the customer's tokens too

	App            string // what {app} stands for in the addresses
	ClassicAddress string // of the vendor's own portal; {app} and {customer} are filled in
	NewAddress     string // of ours; the same
	Domain         string // of ours, instead of NewAddress; empty: none

	Features []FeatureDef // further ones, besides those that the program has
}

// PortalMode is which portals a vendor has.
type PortalMode string

// The modes.
const (
	PortalMixed   PortalMode = ""         // Classic or New, by customer, and only where it is opened
	PortalNewOnly PortalMode = "new-only" // New for every customer; nothing to switch
)

// PortalVersion is which of the two portals a customer has.
type PortalVersion string

// The versions.
const (
	PortalClassic PortalVersion = ""    // the one that the vendor has already; the default
	PortalNew     PortalVersion = "new" // ours
)

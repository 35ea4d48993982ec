package distr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// MaxTargets is how many assets one run scans.
const MaxTargets = 10_000

// A ScanSelection says which of a customer's monitored assets are scanned. What it says
// holds all at once; the zero value is all of them. Those that are archived by the time
// of the scan are left out.
type ScanSelection struct {
	Assets []string            `json:"assets,omitempty"` // by their keys, as license.Asset.Key says; empty: whichever
	Kinds  []license.AssetKind `json:"kinds,omitempty"`  // only those of these kinds; empty: of all
	Below  []string            `json:"below,omitempty"`  // only names and URLs at or below one of these names, such as "example.com"; empty: wherever
}

// ScanCustomers says for whom a vendor's schedule is. What it says holds all at once;
// the zero value is everybody who is not archived.
type ScanCustomers struct {
	IDs    []tenant.CustomerID `json:"ids,omitempty"`    // only these; empty: whoever
	Plan   string              `json:"plan,omitempty"`   // only those of this plan
	Access tenant.Access       `json:"access,omitempty"` // only those at this level
	Search string              `json:"search,omitempty"` // only those whom CustomerList.Search finds
}

// Selects says whether the schedule is for a customer.
func (w ScanCustomers) Selects(c tenant.Customer) bool {
	return c.Archived.IsZero() && (len(w.IDs) == 0 || slices.Contains(w.IDs, c.ID)) &&
		(w.Plan == "" || c.Plan == w.Plan) && (w.Access == "" || c.Access == w.Access) &&
		(w.Search == "" || CustomerList{Search: Fold(strings.TrimSpace(w.Search))}.Finds(c))
}

// A ScanCause is what a run is for.
type ScanCause string

// The causes.
const (
	BySlot    ScanCause = "slot"    // its schedule said so
	ByTrigger ScanCause = "trigger" // its schedule listens to it
	ByHand    ScanCause = "hand"    // somebody asked for it
)

func (c ScanCause) String() string {
	switch c {
	case BySlot:
		return "on schedule"
	case ByTrigger:
		return "by a trigger"
	default:
		return fmt.Sprintf("by %s", string(c))
	}
}

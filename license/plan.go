package license

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Plan is what a vendor sells by name. What it costs is not in it: a price is a
// matter of its own, that few may see.
type Plan struct {
	Name     string
	Model    Model
	Quantity int64    // how much of it, for each period; 0 of what is not metered
	Every    Interval // how long a period is
	Alerts   []int    // as in Terms
	Overage  Overage  // empty: AlertOnly
	Assets   AssetPolicy
}

// Terms are those of a license that is sold by the plan.
func (p Plan) Terms() Terms {
	return Terms{Model: p.Model, Limit: p.Quantity, Alerts: p.Alerts, Overage: p.Overage, Assets: p.Assets}
}

// Check says what is wrong with a plan, as [tenant.ErrInvalid].
func (p Plan) Check() error {
	if err := tenant.CheckName("plan", p.Name); err != nil {
		return err
	}
	if _, err := ParseInterval(string(p.Every)); err != nil {
		return fmt.Errorf("plan %q: %w", p.Name, err)
	}
	if err := p.Terms().Check(); err != nil {
		return fmt.Errorf("plan %q: %w", p.Name, err)
	}
	return nil
}

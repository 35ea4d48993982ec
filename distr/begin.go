package distr

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// begin adds a customer, lets who adds it see it, and invites its address if that
// is wanted. c is completed by what the vendor's settings say.
func (v *Vendor) begin(tx VendorTx, c *tenant.Customer, n NewCustomer, at time.Time) ([]Event, error) {
	settings, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	if err := v.complete(c, n, settings); err != nil {
		return nil, err
	}
	if err := tx.AddCustomer(*c); err != nil {
		return nil, err
	}
	assigned, err := v.assignAdder(tx, c.ID)
	if err != nil {
		return nil, err
	}
	room, err := tx.Edit(c.ID)
	if err != nil {
		return nil, err
	}
	if err := v.mayBegin(tx, room, n, settings.PortalOf(*c), settings.AccessOfNew()); err != nil {
		return nil, err
	}
	outcome := settings.AutoInviteOf(*c, n.Invite)
	invited, err := v.autoInvite(room, *c, outcome, at)
	if err != nil {
		return nil, err
	}
	sold, err := v.beginPlan(tx, room, *c, at)
	if err != nil {
		return nil, err
	}
	added, err := one(happened(CustomerAdded, c.ID, beginData(*c, outcome)))
	return slices.Concat(added, assigned, invited, sold), err
}

// beginPlan sells the plan that a customer's new plan names, if there is one of that
// name. If not it is a label, and nothing is sold.
func (v *Vendor) beginPlan(tx VendorTx, room CustomerTx, c tenant.Customer, at time.Time) ([]Event, error) {
	_, there, err := planOf(tx, c.Plan)
	if err != nil || !there {
		return nil, err
	}
	if err := v.may(tx, room, tenant.ManageContracts); err != nil {
		return nil, err
	}
	id, err := tenant.NewID("lic", v.hub.config.Rand)
	if err != nil {
		return nil, err
	}
	_, events, err := v.Account(c.ID).sell(tx, room, license.ContractID(id), NewContract{Plan: c.Plan}, at)
	return events, err
}

// complete fills in what the settings say of new customers.
func (v *Vendor) complete(c *tenant.Customer, n NewCustomer, settings tenant.Settings) error {
	graph, err := v.graphOf(settings)
	if err != nil {
		return err
	}
	c.Features = graph.Defaults()
	if n.Features != nil {
		on := map[tenant.Feature]bool{}
		for _, f := range n.Features {
			on[f] = true
		}
		if c.Features, err = graph.Change(nil, on); err != nil {
			return err
		}
	}
	if c.Access = n.Access; c.Access == "" {
		c.Access = settings.AccessOfNew()
	}
	c.Portal, c.PortalVersion = n.Portal, n.PortalVersion
	if n.Domains != nil {
		c.DomainsOnly, c.Domains = true, tenant.DomainsOf(n.Domains...)
	}
	if len(c.Domains) > maxDomains {
		return fmt.Errorf("%w domains: %d of them; a customer lists at most %d", tenant.ErrInvalid, len(c.Domains), maxDomains)
	}
	return c.Check(graph)
}

// mayBegin asks for each thing that takes a right of its own to say whether the
// actor may, and whether it could be set afterwards.
func (v *Vendor) mayBegin(view VendorView, room CustomerView, n NewCustomer, p tenant.Portal, usual tenant.Access) error {
	for _, said := range []struct {
		so bool
		do tenant.Action
	}{
		{n.Access != "" && n.Access != usual, tenant.SetAccess},
		{n.Portal, tenant.SetPortal},
		{n.PortalVersion != tenant.PortalClassic, tenant.SetPortalVersion},
		{n.Domains != nil, tenant.SetDomains},
	} {
		if !said.so {
			continue
		}
		if err := v.may(view, room, said.do); err != nil {
			return err
		}
	}
	if n.Portal {
		if err := portalCounts(p); err != nil {
			return err
		}
	}
	if n.PortalVersion != tenant.PortalClassic {
		return portalVersionCounts(p)
	}
	return nil
}

// assignAdder lets somebody of the staff see the customer that they have added, if
// they do not see all.
func (v *Vendor) assignAdder(tx VendorTx, c tenant.CustomerID) ([]Event, error) {
	all, _, err := v.seen(tx)
	if err != nil || all {
		return nil, err
	}
	me, err := v.self(tx)
	if err != nil {
		return nil, err
	}
	return assign(tx, me, c, true)
}

func beginData(c tenant.Customer, outcome tenant.Outcome) map[string]any {
	invite := string(outcome)
	if !outcome.Invites() {
		invite = "skipped:" + invite
	}
	data := map[string]any{"name": c.Name, "email": c.Email, "access": c.Access, "features": c.Features, "invite": invite}
	if c.Plan != "" {
		data["plan"] = c.Plan
	}
	if c.Portal || c.PortalVersion != tenant.PortalClassic {
		data["portal"] = portalData(c)
	}
	if c.DomainsOnly {
		data["domains"] = domainsData(c)
	}
	return data
}

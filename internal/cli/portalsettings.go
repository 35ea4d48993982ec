package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A settingsRecord is what is set for all customers.
type settingsRecord struct {
	Mode           string        `json:"mode"` // mixed or new-only
	All            bool          `json:"all"`
	AutoInvite     bool          `json:"auto_invite"`
	DefaultAccess  tenant.Access `json:"default_access"`
	StopPulls      bool          `json:"stop_pulls"`
	App            string        `json:"app"`
	ClassicAddress string        `json:"classic_address"`
	NewAddress     string        `json:"new_address"`
	Domain         string        `json:"domain"`
}

func newSettingsRecord(s tenant.Settings) settingsRecord {
	r := settingsRecord{
		Mode: string(s.PortalMode), All: s.PortalForAll, AutoInvite: s.AutoInvite, DefaultAccess: s.DefaultAccess, StopPulls: s.StopPulls,
		App: s.App, ClassicAddress: s.ClassicAddress, NewAddress: s.NewAddress, Domain: s.Domain,
	}
	if r.Mode == "" {
		r.Mode = portalMixed
	}
	if r.DefaultAccess == "" {
		r.DefaultAccess = tenant.AccessDisabled
	}
	return r
}

func (r settingsRecord) fields() []field {
	return []field{
		{"mode", r.Mode},
		{"open for all", fmt.Sprint(r.All)},
		{"auto-invite", fmt.Sprint(r.AutoInvite)},
		{"default access", string(r.DefaultAccess)},
		{"disabled stops pulls", fmt.Sprint(r.StopPulls)},
		{"app", r.App},
		{"classic address", r.ClassicAddress},
		{"new address", r.NewAddress},
		{"domain", r.Domain},
	}
}

// portalMixed is what the command line calls the mode that has no name.
const portalMixed = "mixed"

// A settingsCall is a call of "portal settings": what its flags say. Those that
// were not given change nothing.
type settingsCall struct {
	mode, access, app, classic, ours, domain string
	all, invite, stop                        bool
}

func portalSettings(c *call) *cobra.Command {
	var f settingsCall
	cmd := verb("settings [--mode M] [--all] [--auto-invite] [--default-access L] [--stop-pulls] [--app A] [--classic-address T] [--new-address T] [--domain D]",
		"Show or change what holds for all customers.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if !f.changed(cmd) {
				return c.as(cmd.Context(), func(v *distr.Vendor) error {
					s, err := v.Settings(cmd.Context())
					if err != nil {
						return err
					}
					return c.show(newSettingsRecord(s))
				})
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				_, after, err := v.ChangeSettings(cmd.Context(), func(s *tenant.Settings) error { return f.apply(cmd, s) })
				if err != nil {
					return err
				}
				return c.show(newSettingsRecord(after))
			})
		})
	cmd.Long = `Without flags it shows how things are set. MODE is mixed (classic or new by customer,
where the portal is open) or new-only (new for every customer, nothing to switch).
--all opens every customer's portal for as long as it is on, and forgets nothing of
what is set for each. In an address {app} and {customer} are filled in.

--auto-invite invites the address of every customer that is added; in the mixed mode
it needs --all. Write --all=false to switch something off.`
	cmd.Example = `  distr portal settings
  distr portal settings --all --auto-invite
  distr portal settings --classic-address "https://get.acme.example/{app}/{customer}"`
	f.define(cmd)
	return cmd
}

func (f *settingsCall) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.mode, "mode", "", "`MODE` is mixed or new-only")
	flags.BoolVar(&f.all, "all", false, "open the portal for all customers")
	flags.BoolVar(&f.invite, "auto-invite", false, "invite the address of every new customer")
	flags.StringVar(&f.access, "default-access", "", "give new customers the access `LEVEL`")
	flags.BoolVar(&f.stop, "stop-pulls", false, "let the level disabled stop pulls with a customer's tokens, too")
	flags.StringVar(&f.app, "app", "", "fill in `NAME` for {app}")
	flags.StringVar(&f.classic, "classic-address", "", "your own portal is at `URL`")
	flags.StringVar(&f.ours, "new-address", "", "the new portal is at `URL`")
	flags.StringVar(&f.domain, "domain", "", "the new portal is at the custom `DOMAIN`; none takes it away")
}

func (f *settingsCall) changed(cmd *cobra.Command) bool {
	for _, name := range []string{"mode", "all", "auto-invite", "default-access", "stop-pulls", "app", "classic-address", "new-address", "domain"} {
		if cmd.Flags().Changed(name) {
			return true
		}
	}
	return false
}

// apply changes what was given.
func (f *settingsCall) apply(cmd *cobra.Command, s *tenant.Settings) error {
	given := cmd.Flags().Changed
	if given("mode") {
		switch f.mode {
		case portalMixed:
			s.PortalMode = tenant.PortalMixed
		case string(tenant.PortalNewOnly):
			s.PortalMode = tenant.PortalNewOnly
		default:
			return fmt.Errorf("%w mode %q: it is %s or %s", tenant.ErrInvalid, f.mode, portalMixed, tenant.PortalNewOnly)
		}
	}
	if given("all") {
		s.PortalForAll = f.all
	}
	if given("auto-invite") {
		s.AutoInvite = f.invite
	}
	if given("default-access") {
		s.DefaultAccess = tenant.Access(f.access)
	}
	if given("stop-pulls") {
		s.StopPulls = f.stop
	}
	for name, to := range map[string]*string{"app": &s.App, "classic-address": &s.ClassicAddress, "new-address": &s.NewAddress, "domain": &s.Domain} {
		if given(name) {
			*to = cmd.Flag(name).Value.String()
		}
	}
	if s.Domain == "none" {
		s.Domain = ""
	}
	return nil
}

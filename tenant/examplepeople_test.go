package tenant_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func ExampleMay() {
	ann := tenant.Standing{Side: tenant.CustomerSide, Role: tenant.Administrator, Open: true}
	for _, level := range []tenant.Access{tenant.AccessDisabled, tenant.AccessReadOnly, tenant.AccessFull} {
		ann.Access = level
		verdict := tenant.May(ann, tenant.InviteMember)
		fmt.Println(level, verdict.Reason, verdict.Err())
	}
	// Output:
	// disabled access_disabled may not invite people: the customer's people have no access; ask the vendor
	// read-only read_only may not invite people: the customer's people have read-only access; ask the vendor for full access
	// full permitted <nil>
}

func ExampleTeam() {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	chance := bytes.NewReader(make([]byte, 64)) // crypto/rand.Reader, outside of an example
	team := tenant.Team{Side: tenant.CustomerSide}

	ann, forced, err := team.Invite(tenant.Member{ID: "mem_1", Email: "ann@globex.example", Role: tenant.Viewer, Created: at})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("invited as", ann.Role, "- whatever was asked:", forced)

	who := tenant.Invitee{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Member: ann.ID}
	invitation, token, err := tenant.NewInvitation(who, "bob@acme.example", at, 0, chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	ann.Invitation = invitation
	fmt.Println("a letter is sent with", token, "and is good until", ann.Expires.Format(time.DateOnly))

	ann, err = ann.Accept(token, at.AddDate(0, 0, 1), "Ann Lee", tenant.ViaInvitation)
	fmt.Println(ann.Name, "is in:", err == nil)
	_, err = ann.Accept(token, at.AddDate(0, 0, 2), "Ann Lee", tenant.ViaInvitation)
	fmt.Println("once more:", err)

	team.Members = append(team.Members, ann)
	_, err = team.Remove(ann.ID, tenant.CustomerSide)
	fmt.Println(err)
	// Output:
	// invited as administrator - whatever was asked: true
	// a letter is sent with dsi_*** and is good until 2026-11-29
	// Ann Lee is in: true
	// once more: the invitation has been accepted already; sign in instead
	// conflict: ann@globex.example is the last Administrator; make somebody else one first, or ask the vendor
}

func ExampleProfile_AllowsDomain() {
	globex := tenant.Profile{DomainsOnly: true, Domains: tenant.DomainsOf("globex.example")}
	for _, s := range []string{"Ann@Globex.example", "ann@mail.globex.example", "ann@gl\u043ebex.example"} {
		email, err := tenant.ParseEmail(s)
		fmt.Println(email, err == nil && globex.AllowsDomain(email))
	}
	// Output:
	// ann@globex.example true
	// ann@mail.globex.example false
	// ann@xn--glbex-kye.example false
}

func ExampleSettings_PortalOf() {
	settings := tenant.Settings{
		App: "billing", ClassicAddress: "https://get.acme.example/{app}/{customer}", NewAddress: "https://{app}.portal.example",
	}
	if err := settings.Check(tenant.StandardFeatures()); err != nil {
		fmt.Println(err)
		return
	}
	globex := tenant.Customer{ID: "globex"}
	fmt.Println(settings.PortalOf(globex).Open, settings.PortalOf(globex).Address)

	settings.PortalForAll = true // overrides, and overwrites nothing
	globex.PortalVersion = tenant.PortalNew
	fmt.Println(settings.PortalOf(globex).Open, settings.PortalOf(globex).Address)
	// Output:
	// false https://get.acme.example/billing/globex
	// true https://billing.portal.example
}

func ExampleSettings_AutoInviteOf() {
	settings := tenant.Settings{PortalForAll: true, AutoInvite: true}
	globex := tenant.Customer{ID: "globex", Profile: tenant.Profile{Email: "it@globex.example", Access: tenant.AccessDisabled}}
	fmt.Println(settings.AutoInviteOf(globex, nil))

	globex.Access = tenant.AccessReadOnly
	fmt.Println(settings.AutoInviteOf(globex, nil))

	not := false
	fmt.Println(settings.AutoInviteOf(globex, &not))
	// Output:
	// held:access_disabled
	// sent
	// override_off
}

func ExampleCredential_Rotate() {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	chance := bytes.NewReader([]byte("chance is crypto/rand.Reader, outside of an example: 74 bytes are read here"))
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}
	account, old, err := tenant.NewCredential(who, "production", at, chance)
	if err != nil {
		fmt.Println(err)
		return
	}
	account, token, err := account.Rotate(at.AddDate(0, 1, 0), who, chance)
	fmt.Println(err, account.Matches(old, at), account.Matches(token, at))
	// Output:
	// <nil> false true
}

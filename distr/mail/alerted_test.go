package mail_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// That much of a license is used is told once, to the customer's address, to its
// Administrators and to those of the vendor.
func TestLicenseAlertsAreTold(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	join(t, s, s.globex, "ann@globex.example", "")
	join(t, s, s.globex, "bob@globex.example", tenant.Viewer)
	for _, who := range []distr.NewMember{{Email: "boss@acme.example"}, {Email: "sam@acme.example", Role: tenant.User}} {
		invited, err := s.acme.InviteStaff(ctx, who)
		require.NoError(t, err)
		if invited.Member.Pending() {
			require.NoError(t, accept(ctx, s, invited.Token))
		}
	}
	_, err := s.acme.InviteStaff(ctx, distr.NewMember{Email: "pending@acme.example", Role: tenant.Administrator})
	require.NoError(t, err)
	address := "it@globex.example"
	_, err = s.globex.Edit(ctx, distr.Edit{Email: &address})
	require.NoError(t, err)
	unit, err := license.ParseUnitPrice("0.05 EUR")
	require.NoError(t, err)
	require.NoError(t, s.acme.AddPlan(ctx, distr.PricedPlan{
		Plan:  license.Plan{Name: "1000 scans", Model: license.PerScan, Quantity: 1000, Every: license.Monthly},
		Price: license.Price{Unit: unit, Cost: unit},
	}))
	_, err = s.globex.Sell(ctx, distr.NewContract{Plan: "1000 scans"})
	require.NoError(t, err)
	s.carry(t, m)
	send(t, m)
	before := len(b.all())
	for i := range 4 {
		_, err := s.globex.RecordUse(ctx, distr.Use{Key: fmt.Sprint("scan-", i), Quantity: 401})
		require.NoError(t, err)
		s.carry(t, m)
		send(t, m)
	}
	var to []string
	for _, l := range b.all()[before:] {
		to = append(to, l.to)
		require.Contains(t, parts(t, l)["text/plain"], `has used 802 of 1000 of the license "1000 scans"`)
		require.Contains(t, parts(t, l)["text/plain"], "80 % is reached")
	}
	require.ElementsMatch(t, []string{address, "ann@globex.example", "boss@acme.example"}, to)
}

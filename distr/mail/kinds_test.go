package mail_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// join lets somebody in.
func join(t *testing.T, s *scene, a *distr.Account, email string, r tenant.Role) {
	t.Helper()
	invited, err := a.Invite(t.Context(), distr.NewMember{Email: email, Role: r})
	require.NoError(t, err)
	require.NoError(t, accept(t.Context(), s, invited.Token))
}

// told is who gets a letter of that template, and its text.
func told(t *testing.T, b *postbox) (to []string, texts map[string]string) {
	t.Helper()
	texts = map[string]string{}
	for _, l := range b.all() {
		to = append(to, l.to)
		texts[l.to] += parts(t, l)["text/plain"]
	}
	slices.Sort(to)
	return to, texts
}

// A release is told to those who have come, of customers that hold it and let their
// people in.
func TestReleasesAreToldToThoseWhoHoldThem(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	_, err := s.acme.CreateProduct(ctx, entitlement.Product{ID: "app", Kind: entitlement.Application, Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	holds := func(id tenant.CustomerID, versions entitlement.Versions, ends time.Time) *distr.Account {
		a := s.customer(t, id)
		join(t, s, a, "ann@"+string(id)+".example", tenant.Administrator)
		_, err := a.Grant(ctx, distr.NewGrant{Product: "app", Versions: versions, Expires: ends})
		require.NoError(t, err)
		return a
	}
	range1, err := entitlement.Matching("^1")
	require.NoError(t, err)
	range2, err := entitlement.Matching("^2")
	require.NoError(t, err)
	all := holds("all", entitlement.All(), time.Time{})
	join(t, s, all, "bob@all.example", tenant.Viewer)
	_, err = all.Invite(ctx, distr.NewMember{Email: "pending@all.example"})
	require.NoError(t, err)
	holds("ranged", range1, time.Time{})
	holds("other", range2, time.Time{})
	holds("ended", entitlement.All(), s.clock.now().Add(time.Hour))
	disabled := holds("disabled", entitlement.All(), time.Time{})
	_, err = disabled.SetAccess(ctx, tenant.AccessDisabled)
	require.NoError(t, err)
	archived := holds("archived", entitlement.All(), time.Time{})
	_, err = archived.Archive(ctx)
	require.NoError(t, err)
	off := holds("off", entitlement.All(), time.Time{})
	_, _, err = off.Disable(ctx, tenant.Deployments)
	require.NoError(t, err)
	join(t, s, s.globex, "ann@globex.example", "") // holds nothing
	s.clock.move(2 * time.Hour)

	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	published := distr.Event{ID: "evt_r", Time: s.clock.now(), Kind: distr.ReleasePublished, Data: encoded(t, map[string]any{"product": "app", "version": "1.4.2", "notify": true})}
	for range 2 {
		_, err = m.Courier().Deliver(ctx, []distr.Event{published})
		require.NoError(t, err)
	}
	quiet := published
	quiet.ID, quiet.Data = "evt_q", encoded(t, map[string]any{"product": "app", "version": "1.4.2"})
	old := published
	old.ID, old.Time = "evt_o", s.clock.now().Add(-8*24*time.Hour)
	_, err = m.Courier().Deliver(ctx, []distr.Event{quiet, old, {ID: "evt_x", Time: s.clock.now(), Kind: distr.ReleasePublished, Data: []byte("[]")}})
	require.NoError(t, err)
	send(t, m)
	to, texts := told(t, b)
	require.Equal(t, []string{"ann@all.example", "ann@ranged.example", "bob@all.example"}, to)
	require.Contains(t, texts["ann@ranged.example"], "published app 1.4.2, and The ranged may use it")
	require.Contains(t, texts["ann@ranged.example"], "\nhttps://get.acme.example/ranged")
	require.Len(t, s.letters(t, distr.LetterQuery{Customer: "all", Template: mail.NewRelease}), 2)
}

// That somebody came is told to who invited them, or to the vendor's Administrators.
func TestWhoIsToldThatSomebodyCame(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	staff := func(email string, r tenant.Role) tenant.Member {
		invited, err := s.acme.InviteStaff(ctx, distr.NewMember{Email: email, Role: r})
		require.NoError(t, err)
		if invited.Token.Reveal() != "" {
			require.NoError(t, accept(ctx, s, invited.Token))
		}
		return invited.Member
	}
	staff("boss@acme.example", "")
	sam := staff("sam@acme.example", tenant.User)
	require.NoError(t, s.acme.Assign(ctx, sam.ID, "globex"))
	bySam := s.hub.Vendor("acme").As(distr.Staff("sam@acme.example")).Account("globex")
	join(t, s, bySam, "ann@globex.example", "")
	s.carry(t, m)
	send(t, m)
	to, texts := told(t, b)
	require.Equal(t, []string{"sam@acme.example"}, to)
	require.Contains(t, texts["sam@acme.example"], "Ann (ann@globex.example) has accepted the invitation to The globex")

	invited, err := bySam.Invite(ctx, distr.NewMember{Email: "bob@globex.example"})
	require.NoError(t, err)
	require.NoError(t, s.acme.Unassign(ctx, sam.ID, "globex"))
	before, err := s.acme.Events(ctx, distr.EventQuery{Limit: 1})
	require.NoError(t, err)
	require.NoError(t, accept(ctx, s, invited.Token))
	joined, err := s.acme.Events(ctx, distr.EventQuery{After: before[0].Seq})
	require.NoError(t, err)
	_, err = m.Courier().Deliver(ctx, joined)
	require.NoError(t, err)
	send(t, m)
	to, _ = told(t, b)
	require.Equal(t, []string{"boss@acme.example", "sam@acme.example"}, to, "sam does not see the customer any more")
}

// What comes to its end is told ahead, each step once, to the customer's address and
// its Administrators.
func TestWhatEndsIsToldAhead(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	_, err := s.acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	join(t, s, s.globex, "ann@globex.example", "")
	join(t, s, s.globex, "bob@globex.example", tenant.Viewer)
	address := "it@globex.example"
	_, err = s.globex.Edit(ctx, distr.Edit{Email: &address})
	require.NoError(t, err)
	end := s.clock.now().Add(100 * 24 * time.Hour)
	_, err = s.globex.Grant(ctx, distr.NewGrant{Product: "app", Name: "App, a year", Versions: entitlement.All(), Expires: end})
	require.NoError(t, err)
	_, err = s.globex.Grant(ctx, distr.NewGrant{Product: "app", Name: "for ever", Versions: entitlement.All()})
	require.NoError(t, err)
	var days []int
	for range 110 {
		for range 2 { // twice a day, by two
			_, err := s.acme.RemindExpiries(ctx)
			require.NoError(t, err)
			_, err = s.newHub(s.store).Vendor("acme").As(distr.Operator()).RemindExpiries(ctx)
			require.NoError(t, err)
		}
		s.carry(t, m)
		send(t, m)
		s.clock.move(24 * time.Hour)
	}
	events, err := s.acme.Events(ctx, distr.EventQuery{Kinds: []distr.Kind{distr.GrantExpiring}})
	require.NoError(t, err)
	for _, e := range events {
		days = append(days, int(end.Sub(e.Time)/(24*time.Hour)))
	}
	require.Equal(t, distr.ExpirySteps(), days)
	to, texts := told(t, b)
	require.Len(t, to, 14)
	require.NotContains(t, to, "bob@globex.example")
	for _, who := range []string{"ann@globex.example", address} {
		require.Contains(t, texts[who], `("App, a year") ends in 90 days: 9 June 2026, 12:00 UTC`)
		require.Contains(t, texts[who], `ends in 1 day:`)
		require.Contains(t, texts[who], `has ended:`)
	}
	n, err := s.acme.RemindExpiries(ctx)
	require.NoError(t, err)
	require.Zero(t, n)

	// One that is made with ten days to go is told at seven.
	soon := s.clock.now().Add(10 * 24 * time.Hour)
	_, err = s.globex.Grant(ctx, distr.NewGrant{Product: "app", Name: "short", Versions: entitlement.All(), Expires: soon})
	require.NoError(t, err)
	n, err = s.acme.RemindExpiries(ctx)
	require.NoError(t, err)
	require.Zero(t, n)
	s.clock.move(4 * 24 * time.Hour)
	n, err = s.acme.RemindExpiries(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

// ends is a grant of the customer's that comes to its end, told to one of them.
func ends(t *testing.T, s *scene, after time.Duration) entitlement.Grant {
	t.Helper()
	_, err := s.acme.CreateProduct(t.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	join(t, s, s.globex, "ann@globex.example", "")
	n := distr.NewGrant{Product: "app", Versions: entitlement.All()}
	if after > 0 {
		n.Expires = s.clock.now().Add(after)
	}
	g, err := s.globex.Grant(t.Context(), n)
	require.NoError(t, err)
	return g
}

// Whose grant is ended by moving its end into the past is told, once, however far
// back that is and how young the grant.
func TestEndsThatAreMovedIntoThePast(t *testing.T) {
	for _, tt := range []struct {
		name string
		ago  time.Duration
	}{{"now", 0}, {"yesterday", 24 * time.Hour}, {"three weeks ago", 21 * 24 * time.Hour}} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			g := ends(t, s, 0)
			s.clock.move(time.Hour)
			end := s.clock.now().Add(-tt.ago)
			name := "renamed"
			for _, change := range []distr.Amendment{{Expires: &end}, {Expires: &end, Name: name}} {
				_, err := s.globex.Amend(t.Context(), g.ID, change)
				require.NoError(t, err)
				_, err = s.acme.RemindExpiries(t.Context())
				require.NoError(t, err)
				s.carry(t, m)
				send(t, m)
				s.clock.move(time.Hour)
			}
			to, texts := told(t, b)
			require.Equal(t, []string{"ann@globex.example"}, to)
			require.Contains(t, texts["ann@globex.example"], `("app") has ended:`)

			earlier := end.Add(-time.Hour)
			_, err := s.globex.Amend(t.Context(), g.ID, distr.Amendment{Expires: &earlier})
			require.NoError(t, err)
			s.carry(t, m)
			send(t, m)
			require.Len(t, b.all(), 1, "it had ended before")
		})
	}
}

// The owner of a webhook is told that it is off.
func TestWebhookOwners(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	_, err := m.Courier().Deliver(t.Context(), []distr.Event{{ID: "evt_1", Time: s.clock.now(), Kind: distr.WebhookDisabled, Data: encoded(t, map[string]any{
		"endpoint": "end_1", "host": "hooks.example", "owner": "OPS@Globex.example", "why": "it has refused everything for 5 days",
	})}})
	require.NoError(t, err)
	send(t, m)
	to, texts := told(t, b)
	require.Equal(t, []string{"ops@globex.example"}, to)
	require.Contains(t, texts["ops@globex.example"], "distr webhook enable end_1 --missed")
}

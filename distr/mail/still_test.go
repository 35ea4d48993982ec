package mail_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What a letter tells that has waited is what is so when it goes out, and nothing
// that is so no more.
func TestLettersThatHaveWaited(t *testing.T) {
	const day = 24 * time.Hour
	amend := func(change distr.Amendment) func(*testing.T, *scene, entitlement.Grant) {
		return func(t *testing.T, s *scene, g entitlement.Grant) {
			_, err := s.globex.Amend(t.Context(), g.ID, change)
			require.NoError(t, err)
		}
	}
	later := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		then func(t *testing.T, s *scene, g entitlement.Grant)
		says string // empty: it is sent
	}{
		{"as it was", func(*testing.T, *scene, entitlement.Grant) {}, ""},
		{"renamed", amend(distr.Amendment{Name: "other"}), ""},
		{"two days later", func(_ *testing.T, s *scene, _ entitlement.Grant) { s.clock.move(2 * day) }, ""},
		{"ended", func(_ *testing.T, s *scene, _ entitlement.Grant) { s.clock.move(8 * day) }, "no longer so: the grant has ended"},
		{"moved", amend(distr.Amendment{Expires: &later}), "no longer so: the end of the grant was moved"},
		{"for ever", amend(distr.Amendment{Expires: &time.Time{}}), "no longer so: the end of the grant was moved"},
		{"no access", func(t *testing.T, s *scene, _ entitlement.Grant) {
			_, err := s.globex.SetAccess(t.Context(), tenant.AccessDisabled)
			require.NoError(t, err)
		}, "no longer so: whom it is for is not told"},
		{"archived", func(t *testing.T, s *scene, _ entitlement.Grant) {
			_, err := s.globex.Archive(t.Context())
			require.NoError(t, err)
		}, "no longer so: the customer is archived"},
		{"removed", func(t *testing.T, s *scene, _ entitlement.Grant) {
			members, err := s.globex.Members(t.Context())
			require.NoError(t, err)
			require.NoError(t, s.globex.RemoveMember(t.Context(), members[0].ID))
		}, "no longer so: whom it is for is not told"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			g := ends(t, s, 7*day+12*time.Hour)
			s.clock.move(day)
			_, err := s.acme.RemindExpiries(t.Context())
			require.NoError(t, err)
			s.carry(t, m)
			require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterWaiting}), 1)
			tt.then(t, s, g)
			send(t, m)
			l := s.letters(t, distr.LetterQuery{})[0]
			if tt.says != "" {
				require.Equal(t, distr.LetterFailed, l.State)
				require.Contains(t, l.Error, tt.says)
				require.Empty(t, b.all())
				return
			}
			require.Equal(t, distr.LetterSent, l.State)
			text := parts(t, b.all()[0])["text/plain"]
			if tt.name == "two days later" {
				require.Contains(t, text, "ends in 5 days: the end of 8 March 2026 (UTC).")
				return
			}
			require.Contains(t, text, "ends in 7 days: the end of 8 March 2026 (UTC).")
		})
	}
}

// Of two steps of one end, both of which waited, the newer one is told, also if its
// letter is made only when the older one is about to go out.
func TestNewerStepsOfAnEnd(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name string
		late bool // is the newer letter made when the mail server is back?
	}{{"both wait", false}, {"the newer one is made late", true}} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			ends(t, s, 15*day)
			remind := func() {
				n, err := s.acme.RemindExpiries(t.Context())
				require.NoError(t, err)
				require.Equal(t, 1, n)
				s.carry(t, m)
			}
			b.make(hangUp("hello"))
			s.clock.move(day)
			remind()
			send(t, m)
			s.clock.move(7 * day)
			if !tt.late {
				remind()
				send(t, m)
			}
			b.make(nil)
			s.clock.move(2 * time.Hour)
			send(t, m)
			if tt.late {
				to, _ := told(t, b)
				require.Empty(t, to)
				remind()
				send(t, m)
			}
			to, texts := told(t, b)
			require.Equal(t, []string{"ann@globex.example"}, to)
			require.Contains(t, texts["ann@globex.example"], "ends in 7 days")
			letters := s.letters(t, distr.LetterQuery{})
			require.Len(t, letters, 2)
			require.Equal(t, distr.LetterFailed, letters[0].State)
			require.Equal(t, "no longer so: the end is nearer by now, which another letter tells", letters[0].Error)
			require.Equal(t, distr.LetterSent, letters[1].State)
		})
	}
}

// Of a release only those read who get in when the letter goes out.
func TestReadersWhoGetInNoMore(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	ends(t, s, 0)
	initech := s.customer(t, "initech")
	join(t, s, initech, "bob@initech.example", "")
	_, err := initech.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.All()})
	require.NoError(t, err)
	_, err = m.Courier().Deliver(ctx, []distr.Event{{
		ID: "evt_r", Time: s.clock.now(), Kind: distr.ReleasePublished, Data: encoded(t, map[string]any{"product": "app", "version": "1.4.2", "notify": true}),
	}})
	require.NoError(t, err)
	_, err = initech.SetAccess(ctx, tenant.AccessDisabled)
	require.NoError(t, err)
	send(t, m)
	to, _ := told(t, b)
	require.Equal(t, []string{"ann@globex.example"}, to)
	failed := s.letters(t, distr.LetterQuery{State: distr.LetterFailed})
	require.Len(t, failed, 1)
	require.Equal(t, "no longer so: whom it is for does not get in any more", failed[0].Error)
}

// A release is told to those alone who hold it when the letter goes out, however long
// the mail server was down.
func TestReleasesThatAreHeldNoMore(t *testing.T) {
	const hour = time.Hour
	for _, tt := range []struct {
		name string
		then func(t *testing.T, s *scene, g entitlement.Grant)
		goes bool
	}{
		{"held still", func(*testing.T, *scene, entitlement.Grant) {}, true},
		{"held by another grant", func(t *testing.T, s *scene, g entitlement.Grant) {
			_, err := s.globex.Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.All()})
			require.NoError(t, err)
			end(t, s, g)
		}, true},
		{"ended by hand", end, false},
		{"ended meanwhile", func(_ *testing.T, s *scene, _ entitlement.Grant) { s.clock.move(48 * hour) }, false},
		{"switched off", func(t *testing.T, s *scene, _ entitlement.Grant) {
			_, _, err := s.globex.Disable(t.Context(), tenant.Deployments)
			require.NoError(t, err)
			_, _, err = s.globex.Disable(t.Context(), tenant.Artifacts)
			require.NoError(t, err)
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			g := ends(t, s, 24*hour)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			_, err := m.Courier().Deliver(t.Context(), []distr.Event{{
				ID: "evt_r", Time: s.clock.now(), Kind: distr.ReleasePublished, Data: encoded(t, map[string]any{"product": "app", "version": "1.4.2", "notify": true}),
			}})
			require.NoError(t, err)
			b.make(hangUp("hello"))
			send(t, m)
			require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterWaiting}), 1)
			tt.then(t, s, g)
			s.clock.move(2 * hour)
			b.make(nil)
			send(t, m)
			l := s.letters(t, distr.LetterQuery{})[0]
			if tt.goes {
				require.Equal(t, distr.LetterSent, l.State)
				require.Len(t, b.all(), 1)
				return
			}
			require.Equal(t, distr.LetterFailed, l.State)
			require.Equal(t, "no longer so: the customer does not hold app 1.4.2 any more", l.Error)
			require.Empty(t, b.all())
		})
	}
}

// end lets a grant end now.
func end(t *testing.T, s *scene, g entitlement.Grant) {
	t.Helper()
	now := s.clock.now()
	_, err := s.globex.Amend(t.Context(), g.ID, distr.Amendment{Expires: &now})
	require.NoError(t, err)
}

// Who was to be told that somebody came, and is of the staff no more, is not.
func TestStaffWhoHaveLeft(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	ctx := t.Context()
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	var boss []tenant.Member
	for _, email := range []string{"boss@acme.example", "other@acme.example"} {
		invited, err := s.acme.InviteStaff(ctx, distr.NewMember{Email: email, Role: tenant.Administrator})
		require.NoError(t, err)
		if invited.Token.Reveal() != "" { // the first one is in at once
			require.NoError(t, accept(ctx, s, invited.Token))
		}
		boss = append(boss, invited.Member)
	}
	join(t, s, s.globex, "ann@globex.example", "")
	s.carry(t, m)
	require.NoError(t, s.acme.RemoveStaff(ctx, boss[0].ID))
	send(t, m)
	to, _ := told(t, b)
	require.Equal(t, []string{"other@acme.example"}, to)
	failed := s.letters(t, distr.LetterQuery{State: distr.LetterFailed})
	require.Len(t, failed, 1)
	require.Contains(t, failed[0].Error, "no longer so")
}

func TestMoments(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
		want string
	}{
		{"within a day", time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC), "8 March 2026, 12:00 UTC"},
		{"the end of one", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "the end of 28 February 2026 (UTC)"},
		{"midnight elsewhere", time.Date(2026, 3, 8, 0, 0, 0, 0, time.FixedZone("", 3600)), "7 March 2026, 23:00 UTC"},
		{"a moment after", time.Date(2026, 3, 8, 0, 0, 1, 0, time.UTC), "8 March 2026, 00:00 UTC"},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, mail.Moment{Time: tt.at}.String()) })
	}
}

package mail_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// I13: that somebody was invited and that they came is told once each.
func TestI13InvitedAndJoinedOnceEach(t *testing.T) {
	s, b := newScene(t), newPostbox(t, true)
	b.secret = "correct horse"
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	s.inviteByLetter(t, "Ann@Globex.example")
	s.carry(t, m)
	s.carry(t, m) // what is carried twice makes no second letter
	send(t, m)
	got := b.all()
	require.Len(t, got, 1)
	require.Equal(t, "ann@globex.example", got[0].to, "RCPT is the canonical address")
	require.Equal(t, "letters@acme.example", got[0].from)
	require.Positive(t, b.loggedIn)
	text := parts(t, got[0])
	token := secretOf(t, got[0])
	require.Contains(t, text["text/plain"], "\nhttps://get.acme.example/globex/invite#"+token.Reveal())
	require.Contains(t, text["text/html"], `<a href="https://get.acme.example/globex/invite#`+token.Reveal()+`">`)
	h := got[0].message(t).Header
	require.Equal(t, "Your invitation to The globex at acme", h.Get("Subject"))
	require.Equal(t, "<ann@globex.example>", h.Get("To"))
	require.Equal(t, "auto-generated", h.Get("Auto-Submitted"))

	require.NoError(t, accept(t.Context(), s, token))
	require.Error(t, accept(t.Context(), s, token), "it is good for once")
	s.carry(t, m)
	send(t, m)
	told := map[distr.Kind]int{}
	events, err := s.acme.Events(t.Context(), distr.EventQuery{Customer: "globex"})
	require.NoError(t, err)
	for _, e := range events {
		told[e.Kind]++
		require.NotContains(t, string(e.Data), "dsi_")
	}
	require.Equal(t, 1, told[distr.MemberInvited])
	require.Equal(t, 1, told[distr.InvitationWritten])
	require.Equal(t, 1, told[distr.MemberJoined])
	require.Len(t, b.all(), 1, "there is no staff to be told that somebody came")
	l := s.letters(t, distr.LetterQuery{})[0]
	require.Equal(t, distr.LetterSent, l.State)
	require.NotContains(t, string(l.Data), "dsi_")
}

// I12: trouble with mail leaves the invitation as it is; the history says so, and it
// can be tried again.
func TestI12MailFailureLeavesInvitationValid(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	b.make(answer("rcpt", 550, "no such user, and dsi_abc_DEF says hello"))
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	member := s.inviteByLetter(t, "ann@globex.example")
	s.carry(t, m)
	send(t, m)
	failed := s.letters(t, distr.LetterQuery{State: distr.LetterFailed})
	require.Len(t, failed, 1)
	require.Equal(t, "the mail server refuses the recipient: 550 no such user, and *** says hello", failed[0].Error)
	require.Equal(t, 1, failed[0].Attempts, "5xx is believed at once")
	members, err := s.globex.Members(t.Context())
	require.NoError(t, err)
	require.True(t, members[0].Pending())
	require.Equal(t, member.Expires, members[0].Expires)

	s.clock.move(24 * time.Hour)
	send(t, m)
	require.Empty(t, b.all(), "it is not tried by itself")
	b.make(nil)
	_, err = s.acme.RetryLetter(t.Context(), failed[0].ID)
	require.NoError(t, err)
	send(t, m)
	require.Len(t, b.all(), 1)
	require.NoError(t, accept(t.Context(), s, secretOf(t, b.all()[0])))
	_, err = s.acme.RetryLetter(t.Context(), failed[0].ID)
	require.ErrorIs(t, err, tenant.ErrConflict)
}

// A server that says a letter back, as it was on the way, tells the history nothing
// that opens a door.
func TestServersThatSayTheLetterBack(t *testing.T) {
	for _, tt := range []struct {
		name string
		say  func(text string, secret string) string
		says string
	}{
		{"as it was on the way", func(text, _ string) string {
			i := strings.Index(text, "dsi_")
			return "unwanted text: " + text[i:i+200]
		}, "refuses the letter: 554 unwanted text: ***"},
		{"in one line", func(text, _ string) string {
			i := strings.Index(text, "dsi_")
			return "unwanted text: " + strings.ReplaceAll(text[i:i+200], "\r\n", " ")
		}, "refuses the letter: 554 unwanted text: ***"},
		{"from the middle on", func(_, secret string) string { return "unwanted: <" + secret[len(secret)/2:] + ">" }, "unwanted: <***>"},
		{"character by character", func(_, secret string) string { return "unwanted: " + strings.Join(strings.Split(secret, ""), " ") }, "unwanted: ***"},
		{"encoded", func(_, secret string) string {
			var b strings.Builder
			for i := range len(secret) {
				fmt.Fprintf(&b, "=%02X", secret[i])
			}
			return "unwanted: " + b.String()
		}, "unwanted: ***"},
		{"in base64", func(text, _ string) string {
			return "unwanted: " + base64.StdEncoding.EncodeToString([]byte(text)) + " it was"
		}, "unwanted: *** it was"},
		{"behind the first line", func(text, _ string) string { return "unwanted\nfor it says\n" + strings.ReplaceAll(text, "\r\n", "\n") }, "554 unwanted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			s.inviteByLetter(t, "ann@globex.example")
			s.carry(t, m)
			b.make(func(b *postbox, _ *smtp.Conn, at string) error {
				if at != "taken" {
					return nil
				}
				l := b.all()[0]
				return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.NoEnhancedCode, Message: tt.say(string(l.text), secretOf(t, l).Reveal())}
			})
			send(t, m)
			l := s.letters(t, distr.LetterQuery{})[0]
			require.Equal(t, distr.LetterFailed, l.State)
			require.Contains(t, l.Error, tt.says)
			require.Less(t, len(l.Error), 300)
			secret := secretOf(t, b.all()[0]).Reveal()
			for i := range len(secret) - 8 {
				require.NotContains(t, l.Error, secret[i:i+8])
			}
		})
	}
}

func TestInvitationsThatAreNotSent(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, s *scene, m tenant.Member)
		says string
	}{
		{"revoked", func(t *testing.T, s *scene, m tenant.Member) {
			require.NoError(t, s.globex.RemoveMember(t.Context(), m.ID))
		}, "revoked"},
		{"expired", func(_ *testing.T, s *scene, _ tenant.Member) { s.clock.move(8 * 24 * time.Hour) }, "expired"},
		{"no access", func(t *testing.T, s *scene, _ tenant.Member) {
			_, err := s.globex.SetAccess(t.Context(), tenant.AccessDisabled)
			require.NoError(t, err)
		}, "have no access"},
		{"a domain that is not allowed any more", func(t *testing.T, s *scene, _ tenant.Member) {
			_, err := s.globex.RestrictDomains(t.Context(), true)
			require.NoError(t, err)
		}, "domain_not_allowed"},
		{"sent again in another way", func(t *testing.T, s *scene, m tenant.Member) {
			s.clock.move(time.Minute)
			_, err := s.globex.Resend(t.Context(), m.ID)
			require.NoError(t, err)
		}, "newer invitation"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			m := s.mailer(t, mail.Config{SMTP: b.config(t)})
			member := s.inviteByLetter(t, "ann@globex.example")
			s.carry(t, m)
			tt.do(t, s, member)
			send(t, m)
			require.Empty(t, b.all())
			l := s.letters(t, distr.LetterQuery{})[0]
			require.Equal(t, distr.LetterFailed, l.State)
			require.Contains(t, l.Error, tt.says)
		})
	}
}

// Without an address of the portal there is no link, and the letter says what to do.
func TestInvitationWithoutAddress(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	_, _, err := s.acme.ChangeSettings(t.Context(), func(set *tenant.Settings) error { set.ClassicAddress = ""; return nil })
	require.NoError(t, err)
	require.NoError(t, s.acme.SetLetterTemplate(t.Context(), distr.LetterTemplate{Name: mail.Invitation, Subject: "Come", Text: "Go to {{.Link}}"}))
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	s.inviteByLetter(t, "ann@globex.example")
	_, err = s.acme.InviteStaff(t.Context(), distr.NewMember{Email: "boss@acme.example"})
	require.NoError(t, err)
	_, err = s.acme.InviteStaff(t.Context(), distr.NewMember{Email: "bob@acme.example", Letter: true})
	require.NoError(t, err)
	s.carry(t, m)
	send(t, m)
	require.Len(t, b.all(), 2)
	for _, l := range b.all() {
		text := parts(t, l)["text/plain"]
		require.NotContains(t, text, "http")
		staff := strings.Contains(text, "the staff of acme")
		require.NotEqual(t, strings.Contains(text, "The globex"), staff)
		require.Equal(t, staff, strings.Contains(text, "distr invite accept < FILE"), "a customer has no such program")
		require.NotEqual(t, staff, strings.Contains(text, "Ask them where that is"))
		require.NoError(t, accept(t.Context(), s, secretOf(t, l)))
	}
}

// An invitation of a customer that is new goes by letter, and one that was held when
// the level is raised.
func TestAutomaticInvitationsGoByLetter(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	_, _, err := s.acme.ChangeSettings(t.Context(), func(set *tenant.Settings) error { set.AutoInvite = true; return nil })
	require.NoError(t, err)
	_, err = s.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "initech", Name: "Initech", Email: "it@initech.example", Access: tenant.AccessFull})
	require.NoError(t, err)
	_, err = s.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "hooli", Name: "Hooli", Email: "it@hooli.example"})
	require.NoError(t, err)
	s.carry(t, m)
	send(t, m)
	require.Len(t, b.all(), 1, "the other one is held")
	_, err = s.acme.Account("hooli").SetAccess(t.Context(), tenant.AccessReadOnly)
	require.NoError(t, err)
	s.carry(t, m)
	send(t, m)
	require.Len(t, b.all(), 2)
	for i, to := range []string{"it@initech.example", "it@hooli.example"} {
		require.Equal(t, to, b.all()[i].to)
		require.NoError(t, accept(t.Context(), s, secretOf(t, b.all()[i])))
	}
}

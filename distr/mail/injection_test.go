package mail_test

import (
	"mime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// hostile is text that makes a header, a recipient, a body or a page of its own
// where somebody lets it.
func hostile() []string {
	return []string{
		"x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x\rBcc: eve@evil.example", "x\r\n\r\n<script>alert(1)</script>",
		"x\u2028Bcc: eve@evil.example", "x\u0085Bcc: eve@evil.example", "x\x00y", "\u202etxt.exe", "x\r\n.\r\nMAIL FROM:<eve@evil.example>",
		"=?utf-8?q?x=0d=0aBcc:_eve=40evil.example?=", "{{.Link}}", "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`,
		strings.Repeat("long ", 2000), "--distr-boundary\r\nContent-Type: text/html\r\n\r\nhello", "ﬁ\ufeff\u200bname",
	}
}

// Whatever a name holds, by way of a store of the vendor's own too, it is text in one
// line and nothing else.
func TestInjection(t *testing.T) {
	for i, text := range hostile() {
		s, b := newScene(t), newPostbox(t, false)
		require.NoError(t, s.acme.SetLetterTemplate(t.Context(), distr.LetterTemplate{
			Name: mail.MemberJoined, Subject: "{{.Name}} of {{.Customer}}", Text: "Name: {{.Name}}\nof: {{.Customer}}\n", HTML: "<p title=\"{{.Name}}\">{{.Customer}}</p>",
		}))
		require.NoError(t, s.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
			room, err := tx.Edit("globex")
			if err != nil {
				return err
			}
			c, err := room.Customer()
			if err != nil {
				return err
			}
			c.Name = text
			return room.SetProfile(c.Profile)
		}))
		_, err := s.acme.InviteStaff(t.Context(), distr.NewMember{Email: "boss@acme.example"})
		require.NoError(t, err)
		m := s.mailer(t, mail.Config{SMTP: b.config(t)})
		_, err = m.Courier().Deliver(t.Context(), []distr.Event{{
			ID: "evt_1", Time: s.clock.now(), Kind: distr.MemberJoined, Customer: "globex", Data: encoded(t, map[string]any{"name": text, "email": "ann@globex.example"}),
		}})
		require.NoError(t, err)
		send(t, m)
		require.Len(t, b.all(), 1, i)
		got := b.all()[0]
		require.Equal(t, "boss@acme.example", got.to)
		h := got.message(t).Header
		var names []string
		for name, values := range h {
			require.Len(t, values, 1, name)
			names = append(names, name)
		}
		slices.Sort(names)
		require.Equal(t, []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}, names, "%q", text)
		subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		require.NoError(t, err)
		require.LessOrEqual(t, len([]rune(subject)), 200)
		body := parts(t, got)
		require.Len(t, body, 2)
		require.Len(t, strings.Split(strings.TrimRight(body["text/plain"], "\r\n"), "\n"), 2, "a name is one line: %q", text)
		for _, one := range []string{subject, body["text/plain"], body["text/html"]} {
			require.NotContains(t, one, "\x00")
			require.NotContains(t, one, "\u202e")
			require.NotContains(t, one, "\u2028")
		}
		require.NotContains(t, body["text/html"], "<script")
		require.NotContains(t, body["text/html"], "<img")
		require.NotContains(t, body["text/html"], "https://get", "a name is no template")
	}
}

// Addresses that one reads as another than a mail server does get no letter, and
// whoever gets one is who was meant.
func TestAddresses(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	for _, address := range []string{
		`"a@acme.example"@evil.example`, "=?utf-8?q?a=40evil.example?=@acme.example", "a%evil.example@acme.example", "a!evil.example@acme.example",
		"a@evil.example (x@acme.example)", "Ann <a@acme.example>", "a@acme.example, eve@evil.example", "a@acme.example\r\nRCPT TO:<eve@evil.example>",
		"a@acme.example.", "a@[127.0.0.1]", "a@acme。example", "A@acme.example", "a@ACME.example", "a@", "@acme.example", "", "a b@acme.example",
	} {
		_, err := s.acme.QueueLetters(t.Context(), []distr.Letter{{ID: "ltr_1", To: tenant.Email(address), Template: mail.NewRelease, Data: []byte("{}")}})
		require.ErrorIs(t, err, tenant.ErrInvalid, address)
		if _, err := tenant.ParseEmail(address); err == nil {
			continue // it has a canonical form, and that gets the letter
		}
		done, err := m.Courier().Deliver(t.Context(), []distr.Event{{
			ID: "evt_1", Time: s.clock.now(), Kind: distr.WebhookDisabled, Data: encoded(t, map[string]any{"owner": address, "endpoint": "end_1"}),
		}})
		require.NoError(t, err)
		require.Equal(t, 1, done, "it is passed over, and holds up nothing")
	}
	require.Empty(t, s.letters(t, distr.LetterQuery{}))
	for written, canonical := range map[string]string{
		"Ann+Tag@Globex.Example": "ann+tag@globex.example", "o'neil@globex.example": "o'neil@globex.example",
		"x@bücher.example": "x@xn--bcher-kva.example", "a/b=c?d{e}|f~g`h^i$j&k*l#m@globex.example": "a/b=c?d{e}|f~g`h^i$j&k*l#m@globex.example",
	} {
		s.inviteByLetter(t, written)
		s.carry(t, m)
		send(t, m)
		all := b.all()
		require.Equal(t, canonical, all[len(all)-1].to)
		list, err := all[len(all)-1].message(t).Header.AddressList("To")
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, canonical, list[0].Address)
	}
}

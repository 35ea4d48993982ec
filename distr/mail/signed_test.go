package mail_test

import (
	"bytes"
	"testing"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A selector never gets another key than the one that was published under it.
func TestSelectorsThatWereUsed(t *testing.T) {
	s := newScene(t)
	ctx := t.Context()
	set := func(domain, selector string) error {
		_, err := s.acme.SetDKIM(ctx, domain, selector)
		return err
	}
	require.NoError(t, set("acme.example", "a"))
	require.NoError(t, set("acme.example", "a"), "it keeps its key")
	require.NoError(t, set("acme.example", "b"))
	_, err := s.acme.SetMailSender(ctx, distr.MailSender{From: "letters@acme.example"})
	require.NoError(t, err)
	require.NoError(t, set("other.example", "a"), "of another domain it is another one")
	before, err := s.acme.MailSettings(ctx)
	require.NoError(t, err)
	for _, selector := range []string{"a", "b"} {
		require.ErrorIs(t, set("acme.example", selector), tenant.ErrConflict)
		require.ErrorContains(t, set("acme.example", selector), "take a selector that is new")
	}
	after, err := s.acme.MailSettings(ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
	_, err = s.acme.RemoveDKIM(ctx)
	require.NoError(t, err)
	require.ErrorIs(t, set("other.example", "a"), tenant.ErrConflict, "its key is forgotten")
	require.NoError(t, set("acme.example", "c"))
}

// What the domain publishes verifies what is sent, and nothing else.
func TestDKIM(t *testing.T) {
	s, b := newScene(t), newPostbox(t, true)
	_, err := s.acme.SetMailSender(t.Context(), distr.MailSender{From: "Letters@acme.example", Name: "Acme & Söhne", ReplyTo: "help@acme.example"})
	require.NoError(t, err)
	settings, err := s.acme.SetDKIM(t.Context(), "acme.example", "letters2026")
	require.NoError(t, err)
	again, err := s.acme.SetDKIM(t.Context(), "acme.example", "letters2026")
	require.NoError(t, err)
	require.Equal(t, settings.Public, again.Public, "it is the same key")
	require.Nil(t, settings.Private)
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	s.inviteByLetter(t, "ann@globex.example")
	s.carry(t, m)
	send(t, m)
	require.Len(t, b.all(), 1)
	got := b.all()[0]
	require.Equal(t, "letters@acme.example", got.from)
	h := got.message(t).Header
	require.Equal(t, "<help@acme.example>", h.Get("Reply-To"))
	require.Contains(t, h.Get("From"), "<letters@acme.example>")

	name, record := settings.Record()
	verify := func(text []byte) error {
		found, err := dkim.VerifyWithOptions(bytes.NewReader(text), &dkim.VerifyOptions{LookupTXT: func(asked string) ([]string, error) {
			require.Equal(t, name, asked)
			return []string{record}, nil
		}})
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, "acme.example", found[0].Domain)
		return found[0].Err
	}
	require.NoError(t, verify(got.text))
	for what, changed := range map[string][2]string{
		"the text": {"invited", "uninvited"}, "the subject": {"Subject: ", "Subject: No. "}, "the recipient": {"To: <ann", "To: <bob"},
		"the Message-ID": {"Message-ID: <ltr", "Message-ID: <rtl"},
	} {
		bent := bytes.Replace(got.text, []byte(changed[0]), []byte(changed[1]), 1)
		require.NotEqual(t, got.text, bent, what)
		require.Error(t, verify(bent), what)
	}

	_, err = s.acme.RemoveDKIM(t.Context())
	require.NoError(t, err)
	s.inviteByLetter(t, "bob@globex.example")
	s.carry(t, m)
	send(t, m)
	require.Empty(t, b.all()[1].message(t).Header.Get("DKIM-Signature"))
}

package mail_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Without a mail server letters are files for their owner alone, and the log says
// where they are and not what is in them.
func TestFolder(t *testing.T) {
	s := newScene(t)
	path := filepath.Join(t.TempDir(), "letters")
	m := s.mailer(t, mail.Config{Folder: path})
	s.inviteByLetter(t, "ann@globex.example")
	s.carry(t, m)
	send(t, m)
	files, err := filepath.Glob(filepath.Join(path, "*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	info, err := os.Stat(files[0])
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	info, err = os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.NoError(t, accept(t.Context(), s, secretOf(t, taken{text: text})))
	require.Contains(t, s.log.String(), files[0])
	require.NotContains(t, s.log.String(), "dsi_")
	require.NotContains(t, s.log.String(), "ann@")

	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	m = s.mailer(t, mail.Config{Folder: blocked})
	s.inviteByLetter(t, "bob@globex.example")
	s.carry(t, m)
	_, err = m.Send(t.Context())
	require.Error(t, err)
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterWaiting}), 1)
}

// A link to sign in is in memory alone, and dies with the process.
func TestSignIn(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	m, other := s.mailer(t, mail.Config{SMTP: b.config(t)}), s.mailer(t, mail.Config{SMTP: b.config(t)})
	letter := mail.SignInLetter{
		To: "ann@globex.example", Customer: tenant.Customer{ID: "globex"}, Link: "https://portal.acme.example/in#a-secret-of-theirs", Expires: s.clock.now().Add(15 * time.Minute),
	}
	id, err := m.SendSignIn(t.Context(), letter)
	require.NoError(t, err)
	_, err = other.Send(t.Context())
	require.NoError(t, err)
	require.Empty(t, b.all(), "another process has no link")
	s.clock.move(10 * time.Second)
	send(t, m)
	require.Len(t, b.all(), 1)
	require.Contains(t, parts(t, b.all()[0])["text/plain"], "\nhttps://portal.acme.example/in#a-secret-of-theirs")
	l := s.letters(t, distr.LetterQuery{})[0]
	require.Equal(t, id, l.ID)
	require.Equal(t, distr.LetterSent, l.State)
	require.NotContains(t, string(encoded(t, l)), "a-secret")

	_, err = m.SendSignIn(t.Context(), letter)
	require.NoError(t, err)
	s.clock.move(16 * time.Minute)
	send(t, other)
	failed := s.letters(t, distr.LetterQuery{State: distr.LetterFailed})
	require.Len(t, failed, 1)
	require.Contains(t, failed[0].Error, "ask for another one")
	require.Len(t, b.all(), 1)

	letter.To = "Ann@globex.example"
	_, err = m.SendSignIn(t.Context(), letter)
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestNew(t *testing.T) {
	v := newScene(t).acme
	for _, tt := range []struct {
		name string
		c    mail.Config
		says string
	}{
		{"no vendor", mail.Config{Folder: "x"}, "set Config.Vendor"},
		{"nowhere to go", mail.Config{Vendor: v}, "nowhere to go"},
		{"an encryption that there is not", mail.Config{Vendor: v, SMTP: mail.SMTP{Host: "x", Encryption: "rot13"}}, `encryption "rot13"`},
		{"a port that there is not", mail.Config{Vendor: v, SMTP: mail.SMTP{Host: "x", Port: 70000}}, "port 70000"},
		{"a sender that is none", mail.Config{Vendor: v, Folder: "x", From: "Ann <a@b.example>"}, "sender"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := mail.New(tt.c)
			require.ErrorContains(t, err, tt.says)
		})
	}
}

package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scene is a vendor with one customer, whose people may come, and a clock that
// stands still until it is moved.
type scene struct {
	store  distr.Store
	hub    *distr.Hub
	acme   *distr.Vendor
	globex *distr.Account
	clock  *clock
	keys   []distr.MasterKey
	log    *bytes.Buffer
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newScene(t *testing.T) *scene { return sceneOn(t, memory.New()) }

func sceneOn(t *testing.T, store distr.Store) *scene {
	t.Helper()
	s := &scene{store: store, clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}, log: &bytes.Buffer{}}
	key, err := distr.NewMasterKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	require.NoError(t, err)
	s.keys = []distr.MasterKey{key}
	s.hub = s.newHub(store)
	s.acme = s.hub.Vendor("acme").As(distr.Operator())
	_, _, err = s.acme.ChangeSettings(t.Context(), func(set *tenant.Settings) error {
		set.PortalForAll, set.ClassicAddress = true, "https://get.acme.example/{customer}"
		return nil
	})
	require.NoError(t, err)
	s.globex = s.customer(t, "globex")
	_, err = s.courier(t).Courier().Deliver(t.Context(), nil)
	require.NoError(t, err)
	return s
}

func (s *scene) newHub(store distr.Store) *distr.Hub {
	return distr.New(store, distr.Config{Now: s.clock.now, MasterKeys: s.keys, Letters: mail.Templates{}})
}

func (s *scene) customer(t *testing.T, id tenant.CustomerID) *distr.Account {
	t.Helper()
	_, err := s.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: "The " + string(id), Access: tenant.AccessFull})
	require.NoError(t, err)
	return s.acme.Account(id)
}

// courier is a mailer that sends nothing.
func (s *scene) courier(t *testing.T) *mail.Mailer {
	t.Helper()
	return s.mailer(t, mail.Config{Folder: t.TempDir()})
}

func (s *scene) mailer(t *testing.T, c mail.Config) *mail.Mailer {
	t.Helper()
	if c.Vendor == nil {
		c.Vendor = s.hub.Vendor("acme").As(distr.Program("letters"))
	}
	c.Now = s.clock.now
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(s.log, nil))
	}
	if c.From == "" && c.SMTP.Host != "" {
		c.From = "letters@acme.example"
	}
	m, err := mail.New(c)
	require.NoError(t, err)
	return m
}

// carry puts down the letters of all that has happened. The courier that does so has
// a place of its own, at the beginning.
func (s *scene) carry(t *testing.T, m *mail.Mailer) {
	t.Helper()
	events, err := s.acme.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	done, err := m.Courier().Deliver(t.Context(), events)
	require.NoError(t, err)
	require.Len(t, events, done)
}

// send sends until nothing is due.
func send(t *testing.T, m *mail.Mailer) {
	t.Helper()
	for {
		n, _ := m.Send(t.Context()) // trouble is in the letters
		if n == 0 {
			return
		}
	}
}

func (s *scene) letters(t *testing.T, q distr.LetterQuery) []distr.Letter {
	t.Helper()
	letters, err := s.acme.Letters(t.Context(), q)
	require.NoError(t, err)
	return letters
}

func (s *scene) inviteByLetter(t *testing.T, email string) tenant.Member {
	t.Helper()
	invited, err := s.globex.Invite(t.Context(), distr.NewMember{Email: email, Letter: true})
	require.NoError(t, err)
	require.Empty(t, invited.Token.Reveal(), "nobody but the letter gets it")
	return invited.Member
}

// parts are the texts of a letter, by media type.
func parts(t *testing.T, l taken) map[string]string {
	t.Helper()
	m := l.message(t)
	kind, with, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	found := map[string]string{}
	if kind != "multipart/alternative" {
		text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		require.NoError(t, err)
		found[kind] = string(text)
		return found
	}
	r := multipart.NewReader(m.Body, with["boundary"])
	for {
		p, err := r.NextPart() // it decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		text, err := io.ReadAll(p)
		require.NoError(t, err)
		kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		require.NoError(t, err)
		found[kind] = string(text)
	}
}

var invitations = regexp.MustCompile(`dsi_[a-z0-9]+_[A-Za-z0-9]+`)

// secretOf is the secret of the invitation in a letter.
func secretOf(t *testing.T, l taken) tenant.InviteToken {
	t.Helper()
	token, err := tenant.ParseInviteToken(invitations.FindString(parts(t, l)["text/plain"]))
	require.NoError(t, err)
	return token
}

func accept(ctx context.Context, s *scene, token tenant.InviteToken) error {
	_, err := s.hub.Vendor("acme").Accept(ctx, token, "Ann")
	return err
}

package mail_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMain(m *testing.M) {
	child.Main(m, func(ctx context.Context, args ...string) error {
		return inviteAndSend(ctx, args[0], args[1], args[2], args[3])
	})
}

// inviteAndSend is what a child does: it invites so many people by letter (0: no end),
// says whom, and sends the letters, until it is killed or nothing more comes in by
// standard input.
func inviteAndSend(ctx context.Context, path, masterKey, server, many string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	most, err := strconv.Atoi(many)
	if err != nil {
		return err
	}
	key, err := distr.ParseMasterKey(masterKey)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	hub := distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}, Letters: mail.Templates{}})
	m, err := mail.New(childConfig(hub, server))
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- m.Run(ctx) }()
	go func() { failed <- invite(ctx, hub.Vendor("acme").As(distr.Operator()).Account("globex"), most) }()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	return errors.Join(<-failed, <-failed, store.Close())
}

// invite says whom it has invited when that is committed.
func invite(ctx context.Context, globex *distr.Account, most int) error {
	for n := 0; most == 0 || n < most; n++ {
		email := fmt.Sprintf("p%d.%d@globex.example", os.Getpid(), n)
		if _, err := globex.Invite(ctx, distr.NewMember{Email: email, Letter: true}); err != nil {
			return err
		}
		_, _ = os.Stdout.WriteString(email + "\n")
	}
	return nil
}

func childConfig(hub *distr.Hub, server string) mail.Config {
	host, port, _ := net.SplitHostPort(server)
	number, _ := net.LookupPort("tcp", port)
	return mail.Config{
		Vendor: hub.Vendor("acme").As(distr.Program("letters")), From: "letters@acme.example",
		SMTP:  mail.SMTP{Host: host, Port: number, Encryption: mail.Unencrypted},
		Every: 5 * time.Millisecond, Backoff: time.Millisecond, Longest: 5 * time.Millisecond, Attempts: 1 << 20, Batch: 5,
	}
}

// A house is a database with a customer, and a mail server beside it.
type house struct {
	path  string
	key   distr.MasterKey
	store *sqlite.Store
	hub   *distr.Hub
	box   *postbox
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{path: filepath.Join(t.TempDir(), "portal.db"), box: newPostbox(t, false)}
	var err error
	h.key, err = distr.NewMasterKey(strings.NewReader(strings.Repeat("chance ", 10)))
	require.NoError(t, err)
	h.store, err = sqlite.Open(t.Context(), h.path, sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.store.Close()) })
	h.hub = distr.New(h.store, distr.Config{MasterKeys: []distr.MasterKey{h.key}, Letters: mail.Templates{}})
	v := h.hub.Vendor("acme").As(distr.Operator())
	_, _, err = v.ChangeSettings(t.Context(), func(set *tenant.Settings) error {
		set.PortalForAll, set.ClassicAddress = true, "https://get.acme.example/{customer}"
		return nil
	})
	require.NoError(t, err)
	_, err = v.CreateCustomer(t.Context(), distr.NewCustomer{ID: "globex", Name: "Globex", Access: tenant.AccessFull})
	require.NoError(t, err)
	return h
}

// A spawned process, and whom it has invited so far.
type spawned struct {
	*child.Process
	invited []string
}

func (h *house) spawn(t *testing.T, most int) *spawned {
	t.Helper()
	return &spawned{Process: child.Start(t, h.path, h.key.Reveal(), h.box.address, strconv.Itoa(most))}
}

// read waits for so many more invitations; 0: for all until the process ends.
func (p *spawned) read(t *testing.T, n int) {
	t.Helper()
	for i := 0; n == 0 || i < n; i++ {
		line, err := p.Out.ReadString('\n')
		if n == 0 && err != nil {
			return // half a line is no word
		}
		require.NoError(t, err)
		p.invited = append(p.invited, strings.TrimSpace(line))
	}
}

// TestKilledProcesses kills processes between commit and delivery, wherever chance has
// it, while the mail server makes trouble of every kind. Whoever was invited gets a
// letter, and who gets one twice gets the same one twice.
func TestKilledProcesses(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	h := newHouse(t)
	var n atomic.Int64
	whims := []func(*postbox, *smtp.Conn, string) error{
		answer("rcpt", 451, "come back later"), answer("taken", 452, "no space"), answer("mail", 421, "going down"),
		hangUp("hello"), hangUp("mail"), hangUp("rcpt"), hangUp("data"), hangUp("text"), hangUp("taken"),
	}
	h.box.make(func(b *postbox, c *smtp.Conn, stage string) error {
		if i := int(n.Add(1)); i%11 == 0 {
			return whims[i/11%len(whims)](b, c, stage)
		}
		return nil
	})
	var invited []string
	for range 12 {
		p := h.spawn(t, 0)
		p.read(t, 1)
		time.AfterFunc(time.Duration(random.IntN(150_000))*time.Microsecond, func() { _ = p.Cmd.Process.Kill() })
		p.read(t, 0)
		require.Error(t, p.Wait())
		require.Equal(t, -1, p.ProcessState.ExitCode(), "it was killed, and did not end by itself")
		invited = append(invited, p.invited...)
		h.endLeases(t)
	}
	before := len(h.box.all())
	h.sendAll(t)

	// What was committed is more than what was said of it.
	v := h.hub.Vendor("acme").As(distr.Operator())
	members, err := v.Account("globex").Members(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(members), len(invited))
	ids := h.requireSame(t)
	for _, m := range members {
		require.Contains(t, ids, string(m.Email), "nobody is forgotten")
	}
	for _, email := range invited {
		require.Contains(t, ids, email)
	}
	require.Len(t, ids, len(members))
	t.Logf("%d invited; %d letters before the last crash, %d in all", len(members), before, len(h.box.all()))
}

// TestProcessesTogether lets two processes carry and send letters from one database.
// As nobody dies, everybody gets one letter, and nobody two.
func TestProcessesTogether(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const most = 40
	var all []*spawned
	for range 2 {
		all = append(all, h.spawn(t, most))
	}
	invited := map[string]bool{}
	for _, p := range all {
		p.read(t, most)
		for _, email := range p.invited {
			invited[email] = true
		}
	}
	require.Len(t, invited, 2*most)
	v := h.hub.Vendor("acme").As(distr.Operator())
	require.Eventually(t, func() bool {
		sent, err := v.Letters(t.Context(), distr.LetterQuery{State: distr.LetterSent})
		return err == nil && len(sent) == 2*most
	}, time.Minute, 5*time.Millisecond)
	for _, p := range all {
		require.NoError(t, p.In.Close())
		require.NoError(t, p.Wait())
	}
	require.Len(t, h.requireSame(t), len(invited))
	require.Len(t, h.box.all(), len(invited))
}

// endLeases is what time does: what a process held that is no more comes free by itself
// after some minutes.
func (h *house) endLeases(t *testing.T) {
	t.Helper()
	require.NoError(t, h.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		posts, err := tx.Posts()
		if err != nil {
			return err
		}
		for _, p := range posts {
			p.Holder, p.Until = "", time.Time{}
			if err := tx.PutPost(p); err != nil {
				return err
			}
		}
		letters, err := tx.Letters(distr.LetterQuery{State: distr.LetterWaiting})
		for _, l := range letters {
			l.Holder, l.Until = "", time.Time{}
			if err == nil {
				err = tx.PutLetter(l)
			}
		}
		return err
	}))
}

// sendAll finds everything as the last process has left it, and sends until nothing
// waits.
func (h *house) sendAll(t *testing.T) {
	t.Helper()
	m, err := mail.New(childConfig(h.hub, h.box.address))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	v := h.hub.Vendor("acme").As(distr.Operator())
	require.Eventually(t, func() bool {
		waiting, err := v.Letters(t.Context(), distr.LetterQuery{State: distr.LetterWaiting, Limit: 1})
		if err != nil || len(waiting) > 0 {
			return false
		}
		couriers, err := v.Couriers(t.Context())
		last, errLast := v.Events(t.Context(), distr.EventQuery{Limit: 1})
		return err == nil && errLast == nil && len(couriers) == 1 && couriers[0].Seq == last[0].Seq
	}, time.Minute, 5*time.Millisecond)
	stop()
	require.NoError(t, <-ended)
	failed, err := v.Letters(t.Context(), distr.LetterQuery{State: distr.LetterFailed})
	require.NoError(t, err)
	require.Empty(t, failed)
}

// requireSame looks whether all letters to one address are one letter, and returns the
// Message-ID by address.
func (h *house) requireSame(t *testing.T) map[string]string {
	t.Helper()
	ids, texts := map[string]string{}, map[string]string{}
	for _, l := range h.box.all() {
		id := l.message(t).Header.Get("Message-ID")
		require.NotEmpty(t, id)
		if ids[l.to] != "" {
			require.Equal(t, ids[l.to], id)
			require.Equal(t, texts[l.to], string(l.text), "word for word")
		}
		ids[l.to], texts[l.to] = id, string(l.text)
	}
	return ids
}

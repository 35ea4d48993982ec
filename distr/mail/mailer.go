package mail

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Config is what a Mailer needs: Vendor, and SMTP or Folder.
type Config struct {
	Vendor *distr.Vendor    // in the hands of a program, see distr.Program
	SMTP   SMTP             // the mail server; no host: none, and letters go to Folder
	Folder string           // where letters are written to, each as a file in RFC 5322's form, for the owner alone; made if it is missing
	From   tenant.Email     // who sends, if the vendor's mail settings do not say; default: SMTP.Login's user, if that is an address
	Log    *slog.Logger     // default: discards
	Now    func() time.Time // default: time.Now; the hub's, if that has one of its own
	Rand   io.Reader        // default: crypto/rand.Reader

	Resolver *net.Resolver // who is asked, when Run begins, whether the key of signed letters is published; default: net.DefaultResolver

	Every    time.Duration // how often to look for letters that are due; default: 2 seconds
	Backoff  time.Duration // to leave a letter alone whose attempt failed; doubled each time; default: 1 minute
	Longest  time.Duration // the longest of these; default: 1 hour
	Patience time.Duration // for as long a letter is tried after it was made; default: 5 days
	Attempts int           // and so often at least, also one that is old when somebody lets it be tried again; default: 16
	Batch    int           // so many letters go over one connection; default: 20

	// Alone says that nobody else sends the vendor's letters. Then Run begins with
	// those that a process had in its hands when it was killed, which otherwise lie
	// still for ten minutes.
	Alone bool
}

func (c Config) completed() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	c.Every = or(c.Every, 2*time.Second)
	c.Backoff = or(c.Backoff, time.Minute)
	c.Longest = or(c.Longest, time.Hour)
	c.Patience = or(c.Patience, 5*24*time.Hour)
	c.Attempts = or(c.Attempts, 16)
	c.Batch = or(c.Batch, 20)
	if login, err := tenant.ParseEmail(c.SMTP.Login.Username); err == nil && c.From == "" {
		c.From = login
	}
	return c
}

func or[N int | time.Duration](n, otherwise N) N {
	if n <= 0 {
		return otherwise
	}
	return n
}

// A Mailer makes letters of events and sends them. It is safe to share, and any
// number of them may work for one vendor.
type Mailer struct {
	config Config
	post   postOffice
	wake   chan struct{} // holds one: there are new letters

	mu    sync.Mutex
	links map[distr.LetterID]string // of letters with a link to sign in, which are kept nowhere else
}

// New makes a Mailer. It connects to nothing.
func New(c Config) (*Mailer, error) {
	c = c.completed()
	m := &Mailer{config: c, wake: make(chan struct{}, 1), links: map[distr.LetterID]string{}}
	switch {
	case c.Vendor == nil:
		return nil, errors.New("letters are a vendor's: set Config.Vendor")
	case c.SMTP.Host != "":
		server, err := newServer(c.SMTP)
		if err != nil {
			return nil, err
		}
		m.post = server
	case c.Folder != "":
		m.post = folder{c.Folder, c.Log}
	default:
		return nil, errors.New("letters have nowhere to go: set the host in Config.SMTP, or Config.Folder")
	}
	if c.From != "" {
		if canonical, err := tenant.ParseEmail(string(c.From)); err != nil || canonical != c.From {
			return nil, errors.Join(fmt.Errorf("%w sender %q: it is an address in its canonical form", tenant.ErrInvalid, c.From), err)
		}
	}
	return m, nil
}

// Run carries events and sends letters until ctx ends, and waits for what it has
// begun. An error is returned only if the vendor's handle may not do that.
func (m *Mailer) Run(ctx context.Context) error {
	if _, err := m.sender(ctx); err != nil && ctx.Err() == nil { // said before the first letter is late
		m.config.Log.Warn("letters cannot be sent as things are; they wait", "vendor", m.config.Vendor.ID(), "error", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var carrying error
	var others sync.WaitGroup
	others.Go(func() {
		defer stop() // without letters there is nothing to send
		// An event of before the first run may be an invitation that somebody
		// waits for; the courier leaves out what is old.
		carrying = m.config.Vendor.KeepDelivering(ctx, m.Courier(), distr.DeliverConfig{All: true, Every: m.config.Every})
	})
	others.Go(func() { m.checkRecord(ctx) }) // aside: no letter waits for an answer
	err := m.keepSending(ctx)
	stop()
	others.Wait()
	return errors.Join(carrying, err)
}

// forgetEvery is how often the history is cut.
const forgetEvery = time.Hour

// keepSending sends what is due until ctx ends, and cuts the history.
func (m *Mailer) keepSending(ctx context.Context) error {
	failing := false
	forgot, begun := time.Time{}, !m.config.Alone
	for ctx.Err() == nil {
		if !begun {
			begun = m.config.Vendor.TakeBackLetters(ctx) == nil // if not, what is wrong shows in what follows
		}
		n, err := m.Send(ctx)
		if now := m.config.Now(); err == nil && now.Sub(forgot) >= forgetEvery {
			forgot, err = now, m.config.Vendor.ForgetLetters(ctx)
		}
		if ctx.Err() != nil {
			break
		}
		switch {
		case errors.Is(err, tenant.ErrForbidden):
			return err
		case err != nil && !failing:
			m.config.Log.Warn("letters are not sent; they wait and are tried again", "vendor", m.config.Vendor.ID(), "error", err)
			failing = true
		case err == nil && n > 0:
			if failing {
				m.config.Log.Info("letters are sent again", "vendor", m.config.Vendor.ID())
				failing = false
			}
			continue // there may be more
		}
		timer := time.NewTimer(m.config.Every)
		select {
		case <-ctx.Done():
		case <-m.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil //nolint:nilerr // it was logged, and the letters wait
}

// rouse lets the sender look at once.
func (m *Mailer) rouse() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

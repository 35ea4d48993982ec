package mail

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	lease     = 10 * time.Minute // how long letters are in this process's hands
	beginning = 5 * time.Minute  // of that: a letter that is begun later would not be done in time
	perLetter = 2 * time.Minute  // how long one letter may take, connecting included
	settling  = 10 * time.Second // how long to go on after ctx ended, to say what became of the last one
)

// A postOffice is where letters go.
type postOffice interface {
	open(ctx context.Context) (session, error)
}

// A session takes one letter after the other. What is wrong with the letter itself
// is a *refused; after any other error the session is good for nothing.
type session interface {
	send(ctx context.Context, from tenant.Email, l distr.Letter, text []byte) error
	close(ctx context.Context)
}

// A refused is a letter that the mail server did not take.
type refused struct {
	why       string
	permanent bool // and never will
	all       bool // it takes no letter of ours at present: it is the login, or in whose name they are sent
}

func (r *refused) Error() string { return r.why }

// Send sends letters that are due, those that go over one connection, and returns
// how many it took in hand. What became of each is in the history; the error is
// about the store, or about the mail server as a whole.
func (m *Mailer) Send(ctx context.Context) (n int, err error) {
	v := m.config.Vendor
	letters, err := v.ClaimLetters(ctx, m.config.Batch, lease)
	if err != nil || len(letters) == 0 {
		return 0, err
	}
	until := m.config.Now().Add(beginning)
	r := &round{m: m}
	defer func() { r.end(ctx) }()
	for _, l := range letters {
		out := distr.LetterOutcome{Untried: true, NoRecord: true, Next: m.config.Now()}
		if ctx.Err() == nil && m.config.Now().Before(until) {
			out = r.deliver(ctx, l)
		}
		if err := m.settle(ctx, l, out); err != nil {
			return n, err
		}
		n++
	}
	return n, errors.Join(r.trouble, ctx.Err())
}

// settle also when ctx has ended: what was sent need not be sent again.
func (m *Mailer) settle(ctx context.Context, l distr.Letter, out distr.LetterOutcome) error {
	if out.Sent || !out.Untried && out.Next.IsZero() {
		m.forget(l.ID)
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), settling)
	defer stop()
	return m.config.Vendor.SettleLetter(last, l, out)
}

// A round is the letters that go over one connection, and who signs them.
type round struct {
	m       *Mailer
	session session
	sender  *sender
	trouble error // with the mail server as a whole: nothing more is tried
}

func (r *round) end(ctx context.Context) {
	if r.session != nil {
		r.session.close(ctx)
	}
}

// deliver writes one letter and sends it, and says what became of it.
func (r *round) deliver(whole context.Context, l distr.Letter) distr.LetterOutcome {
	ctx, stop := context.WithTimeout(whole, perLetter)
	defer stop()
	c, secret, err := r.m.write(ctx, l)
	if out, is := r.m.unwritten(l, err); is && whole.Err() == nil {
		return out
	}
	if err == nil {
		err = r.send(ctx, l, c)
	}
	if err == nil {
		return distr.LetterOutcome{Sent: true, Subject: c.Subject}
	}
	if whole.Err() != nil { // we were told to stop; whoever comes next goes on at once
		return distr.LetterOutcome{Untried: true, NoRecord: true, Next: r.m.config.Now()}
	}
	out := distr.LetterOutcome{Subject: c.Subject, Error: hushed(err.Error(), secret)}
	if no, is := errors.AsType[*refused](err); is && no.permanent {
		return out
	} else if is && no.all {
		r.trouble = no
	}
	return r.m.later(l, out)
}

// send sends it over the connection that there is, or makes one.
func (r *round) send(ctx context.Context, l distr.Letter, c Content) (err error) {
	if r.trouble != nil {
		return r.trouble
	}
	if r.sender == nil {
		if r.sender, err = r.m.sender(ctx); err != nil {
			r.trouble = err
			return err
		}
	}
	text, err := r.sender.compose(l, c)
	if err != nil {
		return err
	}
	if r.session == nil {
		if r.session, err = r.m.post.open(ctx); err != nil {
			r.session = nil
			r.trouble = fmt.Errorf("reaching the mail server: %w", err)
			return r.trouble
		}
	}
	err = r.session.send(ctx, r.sender.from, l, text)
	var no *refused
	if err != nil && (!errors.As(err, &no) || errors.Is(err, errBroken)) {
		r.session.close(ctx)
		r.session = nil // the next one gets a connection of its own
	}
	return err
}

// later lets the letter be tried again, unless it is old and was tried often. Its age
// alone would leave one that is let be tried again when it is old but once; how often
// alone, one of an evening without a mail server not until the morning.
func (m *Mailer) later(l distr.Letter, out distr.LetterOutcome) distr.LetterOutcome {
	if l.Attempts >= m.config.Attempts && m.config.Now().Sub(l.Created) >= m.config.Patience {
		return out
	}
	wait, err := m.wait(l.Attempts)
	if err != nil {
		wait = m.config.Longest
	}
	out.Next = m.config.Now().Add(wait)
	return out
}

// wait is how long to leave a letter alone after so many attempts: doubled each
// time, and of that somewhere in the upper half, so that letters that failed
// together do not come back together.
func (m *Mailer) wait(attempts int) (time.Duration, error) {
	d := m.config.Backoff
	for i := 1; i < attempts && d < m.config.Longest; i++ {
		d *= 2
	}
	d = min(d, m.config.Longest)
	var random [8]byte
	if _, err := io.ReadFull(m.config.Rand, random[:]); err != nil {
		return 0, err
	}
	share := float64(binary.BigEndian.Uint64(random[:])>>11) / (1 << 53)
	return d/2 + time.Duration(share*float64(d/2)), nil
}

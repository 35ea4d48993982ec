package mail_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Whatever a mail server does, the letter arrives when it does so no more: with the
// same Message-ID, and with a secret that opens the door.
func TestLettersArriveAfterTrouble(t *testing.T) {
	silence := make(chan struct{})
	t.Cleanup(func() { close(silence) })
	for _, tt := range []struct {
		name    string
		trouble func(*postbox, *smtp.Conn, string) error
		says    string
		twice   bool // the server had it already
	}{
		{"greylisting", answer("rcpt", 451, "come back later"), "451 come back later", false},
		{"a full disk", answer("taken", 452, "no space"), "452 no space", true},
		{"too much at once", answer("mail", 450, "slow down"), "450 slow down", false},
		{"a login that is wanted", answer("mail", 530, "who are you"), "530 who are you", false},
		{"it closes", answer("rcpt", 421, "going down"), "the connection to the mail server broke at the recipient: 421", false},
		{"it refuses everybody", answer("hello", 554, "no service"), "reaching the mail server", false},
		{"it hangs up at once", hangUp("hello"), "reaching the mail server", false},
		{"it hangs up at the sender", hangUp("mail"), "the mail server closed the connection at the sender", false},
		{"it hangs up at the recipient", hangUp("rcpt"), "the mail server closed the connection at the recipient", false},
		{"it hangs up in the middle of the letter", hangUp("data"), "", false},
		{"it hangs up inside the text", hangUp("text"), "", false},
		{"it hangs up instead of the last answer", hangUp("taken"), "the mail server closed the connection behind the letter, so the server may have it", true},
		{"it says nothing", hang("hello", silence), "reaching the mail server", false},
		{"it says nothing to the recipient", hang("rcpt", silence), "did not answer in time (i/o timeout) at the recipient", false},
		{"it says nothing to the letter", hang("taken", silence), "did not answer in time (i/o timeout) behind the letter", false}, // perhaps twice,
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, true)
			c := b.config(t)
			if c.Timeout = 10 * time.Second; tt.name[:7] == "it says" {
				c.Timeout = 50 * time.Millisecond // it never answers, however long one waits
			}
			m := s.mailer(t, mail.Config{SMTP: c})
			s.inviteByLetter(t, "ann@globex.example")
			s.carry(t, m)
			b.make(tt.trouble)
			send(t, m)
			l := s.letters(t, distr.LetterQuery{})[0]
			require.Equal(t, distr.LetterWaiting, l.State)
			require.Equal(t, 1, l.Attempts)
			require.Empty(t, l.Holder)
			require.Contains(t, l.Error, tt.says)
			require.NotEmpty(t, l.Error)
			require.True(t, l.Next.After(s.clock.now()))
			require.NotContains(t, l.Error, "dsi_")

			b.make(nil)
			c.Timeout = 10 * time.Second
			m = s.mailer(t, mail.Config{SMTP: c})
			send(t, m)
			require.Equal(t, 1, s.letters(t, distr.LetterQuery{})[0].Attempts, "it waits first")
			s.clock.move(time.Hour)
			send(t, m)
			require.Equal(t, distr.LetterSent, s.letters(t, distr.LetterQuery{})[0].State)
			all := b.all()
			require.NotEmpty(t, all)
			if tt.twice {
				require.Len(t, all, 2)
				require.Equal(t, string(all[0].text), string(all[1].text), "word for word")
			}
			for _, got := range all {
				require.Equal(t, l.MessageID, got.message(t).Header.Get("Message-ID"))
			}
			require.NoError(t, accept(t.Context(), s, secretOf(t, all[0])), "the first one opens the door too")
		})
	}
}

// A server may take its time, as long as it comes to an end: each answer has the time
// that is set, however many bytes of it came just before it was over.
func TestSlowAnswers(t *testing.T) {
	for _, tt := range []struct {
		name  string
		speak func(net.Conn, []byte) (int, error)
		state distr.LetterState
		says  string
	}{
		{"byte by byte", byteByByte, distr.LetterSent, ""},
		{"a greeting without end", endlessly("220"), distr.LetterWaiting, "i/o timeout"},
		{"a capability without end", endlessly("250-"), distr.LetterWaiting, "i/o timeout"},
		{"an answer without end to the letter", endlessly("250 2.0.0 OK:"), distr.LetterWaiting, "i/o timeout"},
		{"an answer without end to the text's begin", endlessly("354"), distr.LetterWaiting, "i/o timeout"},
		{"a goodbye without end", endlessly("221"), distr.LetterSent, ""},
		{"a greeting of many lines", talking("220-"), distr.LetterSent, ""}, // its own has one
		{"capabilities without end", talking("250-"), distr.LetterWaiting, "more than a mail server has to say"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, false)
			c := b.config(t)
			c.Timeout = 10 * time.Second
			if tt.says == "i/o timeout" || tt.name == "a goodbye without end" {
				c.Timeout = 200 * time.Millisecond // it never comes to an end, however long one waits
			}
			b.speak(tt.speak)
			s.inviteByLetter(t, "ann@globex.example")
			m := s.mailer(t, mail.Config{SMTP: c})
			s.carry(t, m)
			send(t, m)
			l := s.letters(t, distr.LetterQuery{})[0]
			require.Equal(t, tt.state, l.State, l.Error)
			require.Contains(t, l.Error, tt.says)
			require.Empty(t, l.Holder)

			b.speak(nil)
			s.clock.move(time.Hour)
			c.Timeout = 10 * time.Second
			send(t, s.mailer(t, mail.Config{SMTP: c}))
			require.Equal(t, distr.LetterSent, s.letters(t, distr.LetterQuery{})[0].State)
			for _, got := range b.all() {
				require.Equal(t, l.MessageID, got.message(t).Header.Get("Message-ID"))
			}
		})
	}
}

// The envelope is as a server wants it that is strict (RFC 5321 §3.3): addresses
// stand in brackets.
func TestTheEnvelope(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	s.inviteByLetter(t, "ann@globex.example")
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	s.carry(t, m)
	send(t, m)
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterSent}), 1)
	require.Len(t, b.lines("MAIL"), 1)
	require.Regexp(t, `^MAIL FROM:<letters@acme\.example>( |$)`, b.lines("MAIL")[0])
	require.Equal(t, []string{"RCPT TO:<ann@globex.example>"}, b.lines("RCPT"))
}

// A server that is not there at all, for days: nothing is lost, until the letters are
// too old for anybody. Who says so then has them tried again, and as often as new ones.
func TestServerThatIsDown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().(*net.TCPAddr)
	require.NoError(t, listener.Close())
	s := newScene(t)
	m := s.mailer(t, mail.Config{SMTP: mail.SMTP{Host: "127.0.0.1", Port: address.Port, Encryption: mail.Unencrypted}, Attempts: 3})
	for i := range 3 {
		s.inviteByLetter(t, fmt.Sprintf("p%d@globex.example", i))
	}
	s.carry(t, m)
	begun := s.clock.now()
	tries := 0
	for ; s.clock.now().Sub(begun) < 5*24*time.Hour; tries++ {
		_, err := m.Send(t.Context())
		require.ErrorContains(t, err, "reaching the mail server")
		longest := time.Hour
		if tries < 6 {
			longest = time.Minute << tries
		}
		all := s.letters(t, distr.LetterQuery{State: distr.LetterWaiting})
		require.Len(t, all, 3)
		for _, l := range all {
			require.Equal(t, tries+1, l.Attempts)
			wait := l.Next.Sub(s.clock.now())
			require.LessOrEqual(t, wait, longest)
			require.GreaterOrEqual(t, wait, longest/2)
		}
		s.clock.move(longest)
	}
	require.Greater(t, tries, 100)
	_, err = m.Send(t.Context())
	require.Error(t, err)
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterFailed}), 3, "after five days it is enough")

	n, err := s.acme.RetryFailedLetters(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, n)
	for range 3 {
		require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterWaiting}), 3)
		_, err := m.Send(t.Context())
		require.Error(t, err)
		s.clock.move(time.Hour)
	}
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterFailed}), 3)
}

// A server that takes no letter in our name is for the vendor to set right: all wait.
func TestRefusedSender(t *testing.T) {
	for _, code := range []int{550, 553, 555} {
		s, b := newScene(t), newPostbox(t, false)
		b.make(answer("mail", code, "not in your name"))
		m := s.mailer(t, mail.Config{SMTP: b.config(t)})
		for i := range 3 {
			s.inviteByLetter(t, fmt.Sprintf("p%d@globex.example", i))
		}
		s.carry(t, m)
		_, err := m.Send(t.Context())
		require.ErrorContains(t, err, "not in your name")
		require.Equal(t, 1, b.starts, "it is not asked for each of them")
		for _, l := range s.letters(t, distr.LetterQuery{}) {
			require.Equal(t, distr.LetterWaiting, l.State)
			require.Contains(t, l.Error, "not in your name")
		}
		b.make(nil)
		s.clock.move(time.Hour)
		send(t, m)
		require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterSent}), 3)
	}
}

// Who is told to stop while a server takes a letter waits for its answer, so that
// nobody gets that letter twice.
func TestStopWhileALetterIsTaken(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	reached, release := make(chan struct{}), make(chan struct{})
	b.make(func(_ *postbox, _ *smtp.Conn, at string) error {
		if at == "taken" {
			close(reached)
			<-release
		}
		return nil
	})
	s.inviteByLetter(t, "ann@globex.example")
	m := s.mailer(t, mail.Config{SMTP: b.config(t)})
	s.carry(t, m)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = m.Send(ctx)
	}()
	<-reached
	stop()
	close(release)
	<-ended
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterSent}), 1)
	b.make(nil)
	send(t, m)
	require.Len(t, b.all(), 1)
}

// A writer of a log that is told each line.
type heard func(line string)

func (h heard) Write(line []byte) (int, error) {
	h(string(line))
	return len(line), nil
}

// That nobody is named as the sender is said at once, not when a letter is late.
func TestNobodySends(t *testing.T) {
	s := newScene(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var said string
	log := heard(func(line string) {
		said += line
		stop()
	})
	m, err := mail.New(mail.Config{
		Vendor: s.hub.Vendor("acme").As(distr.Program("letters")), SMTP: mail.SMTP{Host: "127.0.0.1", Port: 1, Encryption: mail.Unencrypted},
		Log: slog.New(slog.NewTextHandler(log, nil)), Now: s.clock.now,
	})
	require.NoError(t, err)
	require.NoError(t, m.Run(ctx))
	require.Contains(t, said, "letters cannot be sent as things are")
	require.Contains(t, said, "distr mail sender --from")
}

// Who knows that nobody else sends letters goes on at once with those of one who was
// killed.
func TestAloneBegins(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	s.inviteByLetter(t, "ann@globex.example")
	m := s.mailer(t, mail.Config{SMTP: b.config(t), Every: time.Millisecond, Alone: true})
	s.carry(t, m)
	claimed, err := s.acme.ClaimLetters(t.Context(), 10, time.Hour)
	require.NoError(t, err)
	require.Len(t, claimed, 1)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	require.Eventually(t, func() bool { return len(b.all()) == 1 }, time.Minute, 5*time.Millisecond)
	stop()
	require.NoError(t, <-ended)
}

// A server that offers no encryption, or one that nobody vouches for, gets no letter.
func TestEncryptionIsWanted(t *testing.T) {
	for _, tt := range []struct {
		name   string
		secure bool
		change func(*mail.SMTP)
		says   string
	}{
		{"none is offered", false, func(c *mail.SMTP) { c.Encryption = mail.StartTLS }, "does not support STARTTLS"},
		{"a stranger's certificate", true, func(c *mail.SMTP) { c.RootCAs = nil }, "certificate"},
		{"another's certificate", true, func(c *mail.SMTP) { c.Host = "localhost" }, "certificate"},
		{"a wrong password", true, func(c *mail.SMTP) { c.Login = entitlement.NewLogin("acme", "wrong horse") }, "AUTH"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, tt.secure)
			b.secret = "correct horse"
			c := b.config(t)
			tt.change(&c)
			m := s.mailer(t, mail.Config{SMTP: c})
			s.inviteByLetter(t, "ann@globex.example")
			s.carry(t, m)
			_, err := m.Send(t.Context())
			require.ErrorContains(t, err, tt.says)
			require.NotContains(t, err.Error(), "wrong horse")
			require.Empty(t, b.all())
			require.Zero(t, b.starts)
			require.Equal(t, distr.LetterWaiting, s.letters(t, distr.LetterQuery{})[0].State)
		})
	}
}

// A dying store does so many updates more and no other, as if the process were
// killed there.
type dying struct {
	distr.Store
	mu   sync.Mutex
	left int
}

var errKilled = errors.New("killed")

func (d *dying) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	d.mu.Lock()
	d.left--
	dead := d.left < 0
	d.mu.Unlock()
	if dead {
		return errKilled
	}
	return d.Store.Update(ctx, v, fn)
}

// Killed between any two steps, nothing is lost: who comes next goes on.
func TestNothingIsLostByAKill(t *testing.T) {
	for steps := range 6 {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			s, b := newScene(t), newPostbox(t, true)
			s.inviteByLetter(t, "ann@globex.example")
			s.inviteByLetter(t, "bob@globex.example")

			doomed := s.newHub(&dying{Store: s.store, left: steps}).Vendor("acme").As(distr.Program("letters"))
			m := s.mailer(t, mail.Config{SMTP: b.config(t), Vendor: doomed})
			events, err := s.acme.Events(t.Context(), distr.EventQuery{})
			require.NoError(t, err)
			done, err := m.Courier().Deliver(t.Context(), events)
			if err == nil {
				require.Len(t, events, done)
				_, _ = m.Send(t.Context())
			}

			s.clock.move(time.Hour) // its leases are over
			next := s.mailer(t, mail.Config{SMTP: b.config(t)})
			s.carry(t, next)
			send(t, next)
			ids, opened := map[string]string{}, map[string]bool{}
			for _, l := range b.all() {
				id := l.message(t).Header.Get("Message-ID")
				require.Contains(t, []string{"", id}, ids[l.to], "the same Message-ID")
				ids[l.to] = id
				if !opened[l.to] {
					require.NoError(t, accept(t.Context(), s, secretOf(t, l)))
				}
				opened[l.to] = true
			}
			require.Len(t, ids, 2)
			require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterSent}), 2)
		})
	}
}

// Two who send at the same time send nothing twice.
func TestTwoSenders(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	const n = 60
	for i := range n {
		s.inviteByLetter(t, fmt.Sprintf("p%d@globex.example", i))
	}
	var all sync.WaitGroup
	for range 4 {
		hub := s.newHub(s.store)
		m := s.mailer(t, mail.Config{SMTP: b.config(t), Vendor: hub.Vendor("acme").As(distr.Program("letters")), Batch: 3})
		events, err := s.acme.Events(t.Context(), distr.EventQuery{})
		require.NoError(t, err)
		all.Go(func() {
			if _, err := m.Courier().Deliver(t.Context(), events); err != nil {
				t.Error(err)
			}
			for {
				taken, err := m.Send(t.Context())
				if err != nil {
					t.Error(err)
				}
				if taken == 0 {
					return
				}
			}
		})
	}
	all.Wait()
	to := map[string]int{}
	for _, l := range b.all() {
		to[l.to]++
	}
	require.Len(t, to, n)
	require.Len(t, b.all(), n)
}

// Who sends letters forgets old ones.
func TestRunForgets(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	s.inviteByLetter(t, "ann@globex.example")
	m := s.mailer(t, mail.Config{SMTP: b.config(t), Every: time.Millisecond})
	s.carry(t, m)
	send(t, m)
	require.Len(t, s.letters(t, distr.LetterQuery{State: distr.LetterSent}), 1)
	s.clock.move(distr.LettersStay + time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	require.Eventually(t, func() bool {
		left, err := s.acme.Letters(t.Context(), distr.LetterQuery{})
		return err == nil && len(left) == 0
	}, time.Minute, 5*time.Millisecond)
	stop()
	require.NoError(t, <-ended)
}

// A server that says nothing holds up nobody but letters, and no end.
func TestAHangingServerHoldsUpNothing(t *testing.T) {
	s, b := newScene(t), newPostbox(t, false)
	silence, reached := make(chan struct{}), make(chan struct{}, 10)
	t.Cleanup(func() { close(silence) })
	b.make(func(_ *postbox, _ *smtp.Conn, at string) error {
		if at == "rcpt" {
			reached <- struct{}{}
			<-silence
		}
		return nil
	})
	c := b.config(t)
	c.Timeout = time.Hour
	m := s.mailer(t, mail.Config{SMTP: c, Every: time.Millisecond})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	s.inviteByLetter(t, "ann@globex.example")
	<-reached
	s.inviteByLetter(t, "bob@globex.example") // it returns
	_, err := s.globex.Grant(t.Context(), distr.NewGrant{Product: "none"})
	require.ErrorContains(t, err, "none", "and so does everything else")
	stop()
	require.NoError(t, <-ended, "the end waits for no server either")
	for _, l := range s.letters(t, distr.LetterQuery{}) {
		require.Equal(t, distr.LetterWaiting, l.State)
		require.Empty(t, l.Holder, "who comes next need not wait")
		require.Zero(t, l.Attempts)
	}
}

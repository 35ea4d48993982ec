package mail_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A postbox is a mail server that does what a test wants.
type postbox struct {
	address string
	server  *smtp.Server
	roots   *x509.CertPool

	mu       sync.Mutex
	taken    []taken
	tried    int // connections
	starts   int // letters that were begun
	trouble  func(b *postbox, c *smtp.Conn, stage string) error
	wire     func(c net.Conn, said []byte) (int, error) // how it answers; nil: at once
	secret   string                                     // the login's password; empty: none is wanted
	loggedIn int
	heard    bytes.Buffer // what all clients have said, as it came
}

// A taken is a letter that the server has.
type taken struct {
	from, to string
	text     []byte
}

func (l taken) message(t *testing.T) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.text))
	require.NoError(t, err)
	return m
}

// newPostbox listens on a port of its own. It speaks STARTTLS if secure is set.
func newPostbox(t *testing.T, secure bool) *postbox {
	t.Helper()
	b := &postbox{}
	b.server = smtp.NewServer(b)
	b.server.Domain, b.server.AllowInsecureAuth = "mail.example", false
	b.server.ErrorLog = nothing{}
	if secure {
		vouched := httptest.NewTLSServer(nil) // its certificate is for 127.0.0.1
		b.server.TLSConfig = &tls.Config{Certificates: vouched.TLS.Certificates, MinVersion: tls.VersionTLS12}
		b.roots = x509.NewCertPool()
		b.roots.AddCert(vouched.Certificate())
		vouched.Close()
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	b.address = listener.Addr().String()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.server.Serve(wired{listener, b})
	}()
	t.Cleanup(func() {
		_ = b.server.Close()
		_ = listener.Close() // Close may have come before Serve
		<-ended
	})
	return b
}

type nothing struct{}

func (nothing) Printf(string, ...any) {}
func (nothing) Println(...any)        {}

// config is how to reach it.
func (b *postbox) config(t *testing.T) mail.SMTP {
	t.Helper()
	host, port, err := net.SplitHostPort(b.address)
	require.NoError(t, err)
	number, err := net.LookupPort("tcp", port)
	require.NoError(t, err)
	c := mail.SMTP{Host: host, Port: number, RootCAs: b.roots}
	if b.roots == nil {
		c.Encryption = mail.Unencrypted
	}
	if b.secret != "" {
		c.Login = entitlement.NewLogin("acme", b.secret)
	}
	return c
}

// make sets what goes wrong from now on; nil: nothing.
func (b *postbox) make(trouble func(b *postbox, c *smtp.Conn, stage string) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trouble = trouble
}

func (b *postbox) at(c *smtp.Conn, stage string) error {
	b.mu.Lock()
	trouble := b.trouble
	if stage == "mail" {
		b.starts++
	}
	b.mu.Unlock()
	if trouble == nil {
		return nil
	}
	return trouble(b, c, stage)
}

func (b *postbox) all() []taken {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]taken{}, b.taken...)
}

// lines are those that clients have said which begin like this.
func (b *postbox) lines(begin string) (lines []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for line := range strings.SplitSeq(b.heard.String(), "\r\n") {
		if strings.HasPrefix(line, begin) {
			lines = append(lines, line)
		}
	}
	return lines
}

func (b *postbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	b.mu.Lock()
	b.tried++
	b.mu.Unlock()
	return &visit{b: b, conn: c}, b.at(c, "hello")
}

// A visit is one connection.
type visit struct {
	b      *postbox
	conn   *smtp.Conn
	in     bool
	letter taken
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "acme" || password != v.b.secret {
			return smtp.ErrAuthFailed
		}
		v.in = true
		v.b.mu.Lock()
		v.b.loggedIn++
		v.b.mu.Unlock()
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if v.b.secret != "" && !v.in {
		return smtp.ErrAuthRequired
	}
	v.letter = taken{from: from}
	return v.b.at(v.conn, "mail")
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.letter.to = to
	return v.b.at(v.conn, "rcpt")
}

func (v *visit) Data(r io.Reader) error {
	if err := v.b.at(v.conn, "data"); err != nil {
		return err
	}
	var text bytes.Buffer
	if _, err := io.CopyN(&text, r, 100); err != nil {
		return err
	}
	if err := v.b.at(v.conn, "text"); err != nil {
		return err
	}
	if _, err := text.ReadFrom(r); err != nil {
		return err
	}
	v.letter.text = text.Bytes()
	v.b.mu.Lock()
	v.b.taken = append(v.b.taken, v.letter)
	v.b.mu.Unlock()
	return v.b.at(v.conn, "taken")
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// A wired listener lets the postbox answer as a test wants.
type wired struct {
	net.Listener
	b *postbox
}

func (l wired) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return wire{conn, l.b}, nil
}

type wire struct {
	net.Conn
	b *postbox
}

func (w wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.b.mu.Lock()
	defer w.b.mu.Unlock()
	w.b.heard.Write(p[:n])
	return n, err
}

func (w wire) Write(p []byte) (int, error) {
	w.b.mu.Lock()
	how := w.b.wire
	w.b.mu.Unlock()
	if how == nil {
		return w.Conn.Write(p)
	}
	return how(w.Conn, p)
}

// speak sets how it answers from now on; nil: at once.
func (b *postbox) speak(how func(c net.Conn, said []byte) (int, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wire = how
}

// byteByByte answers slowly.
func byteByByte(c net.Conn, said []byte) (int, error) {
	for i := range said {
		if _, err := c.Write(said[i : i+1]); err != nil {
			return i, err
		}
		time.Sleep(time.Millisecond)
	}
	return len(said), nil
}

// endlessly says an answer that begins like this byte by byte, each of them in time,
// and never comes to its end. All others come at once.
func endlessly(begin string) func(net.Conn, []byte) (int, error) {
	return func(c net.Conn, said []byte) (int, error) {
		if !strings.HasPrefix(string(said), begin) {
			return c.Write(said)
		}
		if _, err := c.Write([]byte(begin)); err != nil {
			return 0, err
		}
		for {
			if _, err := byteByByte(c, []byte(" and")); err != nil {
				return 0, err
			}
		}
	}
}

// talking says all answers at once, and behind one that begins like this more than
// anybody wants to hear.
func talking(begin string) func(net.Conn, []byte) (int, error) {
	return func(c net.Conn, said []byte) (int, error) {
		for strings.HasPrefix(string(said), begin) {
			if _, err := c.Write(bytes.Repeat([]byte(begin+"\r\n"), 1000)); err != nil {
				return 0, err
			}
		}
		return c.Write(said)
	}
}

// at one stage the server answers so.
func answer(stage string, code int, text string) func(*postbox, *smtp.Conn, string) error {
	return func(_ *postbox, _ *smtp.Conn, at string) error {
		if at != stage {
			return nil
		}
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: text}
	}
}

// hangUp breaks the connection at one stage.
func hangUp(stage string) func(*postbox, *smtp.Conn, string) error {
	return func(_ *postbox, c *smtp.Conn, at string) error {
		if at != stage {
			return nil
		}
		_ = c.Conn().Close()
		return errors.New("gone")
	}
}

// hang answers nothing at one stage, until the test lets go.
func hang(stage string, release <-chan struct{}) func(*postbox, *smtp.Conn, string) error {
	return func(_ *postbox, _ *smtp.Conn, at string) error {
		if at == stage {
			<-release
			return errors.New("gone")
		}
		return nil
	}
}

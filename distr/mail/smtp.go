package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"syscall"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An Encryption is how the connection to the mail server is encrypted.
type Encryption string

// The encryptions.
const (
	StartTLS      Encryption = ""              // by STARTTLS, and a server that does not offer it gets no letter; the default
	ImplicitTLS   Encryption = "implicit"      // from the first byte on (RFC 8314)
	Opportunistic Encryption = "opportunistic" // by STARTTLS if it is offered: whoever is on the line can see to it that it is not
	Unencrypted   Encryption = "none"          // for a server on this machine; a login is not sent elsewhere
)

// SMTP is the mail server.
type SMTP struct {
	Host       string
	Port       int               // default: 587, and 465 for ImplicitTLS
	Login      entitlement.Login // default: none
	Encryption Encryption        // default: StartTLS
	Timeout    time.Duration     // default: 30 s; how long the server may take for each answer
	RootCAs    *x509.CertPool    // who vouches for the server; default: those of the system
}

// A server is the mail server, ready to be connected to.
type server struct{ SMTP }

func newServer(s SMTP) (server, error) {
	switch s.Encryption {
	case StartTLS, ImplicitTLS, Opportunistic, Unencrypted:
	default:
		return server{}, fmt.Errorf("%w encryption %q of the mail server: it is %q, %q or %q, or empty for STARTTLS", tenant.ErrInvalid, s.Encryption, ImplicitTLS, Opportunistic, Unencrypted)
	}
	if s.Port == 0 {
		s.Port = 587
		if s.Encryption == ImplicitTLS {
			s.Port = 465
		}
	}
	if s.Port < 0 || s.Port > 65535 {
		return server{}, fmt.Errorf("%w port %d of the mail server: it is 1 to 65535", tenant.ErrInvalid, s.Port)
	}
	s.Timeout = or(s.Timeout, 30*time.Second)
	if _, err := (server{s}).client(context.Background(), nil); err != nil {
		return server{}, fmt.Errorf("%w mail server %q: %w", tenant.ErrInvalid, s.Host, err)
	}
	return server{s}, nil
}

// client is what speaks the protocol on a connection of ours, which link then knows.
func (s server) client(bound context.Context, link *smtpSession) (*gomail.Client, error) {
	secure := &tls.Config{ServerName: s.Host, RootCAs: s.RootCAs, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithTLSConfig(secure), gomail.WithoutSMTPUTF8(),
		gomail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			return s.dial(ctx, bound, link, network, address, secure)
		}),
	}
	switch s.Encryption {
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case Opportunistic:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.Login.Username != "" {
		options = append(options, gomail.WithUsername(s.Login.Username), gomail.WithPassword(s.Login.Reveal()),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5))
	}
	return gomail.NewClient(s.Host, options...)
}

func (s server) dial(ctx, bound context.Context, link *smtpSession, network, address string, secure *tls.Config) (net.Conn, error) {
	plain, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	conn := newBounded(bound, plain, s.Timeout)
	link.conn = conn
	if s.Encryption != ImplicitTLS {
		return conn, nil
	}
	encrypted := tls.Client(conn, secure)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return encrypted, nil
}

// open connects, encrypts and signs in.
func (s server) open(ctx context.Context) (session, error) {
	bound, cut := context.WithCancel(context.WithoutCancel(ctx))
	link := &smtpSession{cut: cut}
	defer link.during(ctx)()
	client, err := s.client(bound, link)
	if err != nil {
		cut()
		return nil, err
	}
	if link.client, err = client.DialToSMTPClientWithContext(ctx); err != nil {
		cut()
		password := s.Login.Reveal()
		plain := "\x00" + s.Login.Username + "\x00" + password
		return nil, fmt.Errorf("%s: %s", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), hushed(err.Error(), password,
			base64.StdEncoding.EncodeToString([]byte(password)), base64.StdEncoding.EncodeToString([]byte(plain))))
	}
	return link, nil
}

// A smtpSession is one connection.
type smtpSession struct {
	client *smtp.Client
	conn   *bounded           // below it
	cut    context.CancelFunc // closes the connection, whoever waits for it
}

// during cuts the connection if ctx ends before the function that it returns is
// called.
func (s *smtpSession) during(ctx context.Context) (over func()) {
	stop := context.AfterFunc(ctx, s.cut)
	return func() { stop() }
}

// handing is how much longer than ctx it may take until the server has answered that it
// has a letter: who goes away before that has to send it again.
const handing = 5 * time.Second

// handingOver is during, for a server that has the letter or is about to.
func (s *smtpSession) handingOver(ctx context.Context) (over func()) {
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(handing, s.cut) }) // nothing comes behind this letter
	return func() { stop() }
}

// send is RFC 5321 §3.3. Once the server has answered the last dot with 250, the
// letter is its own.
func (s *smtpSession) send(ctx context.Context, from tenant.Email, l distr.Letter, text []byte) error {
	over := s.during(ctx)
	defer func() { over() }()
	if err := s.client.Mail(path(from)); err != nil {
		return s.answered(theSender, err)
	}
	if err := s.client.Rcpt(path(l.To)); err != nil {
		return s.answered(theRecipient, err)
	}
	data, err := s.client.Data()
	if err != nil {
		return s.answered(theLetter, err)
	}
	over()
	over = s.handingOver(ctx)
	if _, err := data.Write(text); err != nil {
		return broke("in the middle of the letter", err)
	}
	if err := data.Close(); err != nil {
		return s.answered(theLetter, err)
	}
	if err := s.conn.after(nil); err != nil { // half an answer is none: it is sent again
		return broke(lateWords, err)
	}
	return nil
}

// What a server is told, one after the other.
const (
	theSender    = "sender"
	theRecipient = "recipient"
	theLetter    = "letter"
)

// lateWords are for an answer to the last dot that did not come.
const lateWords = "behind the letter, so the server may have it, and somebody may get it twice"

// path is an address as an envelope has it (RFC 5321 §4.1.2): the client writes what it
// is given, and servers that are strict take no address without the brackets.
func path(e tenant.Email) string { return "<" + string(e) + ">" }

// answered tells what the server has said of a letter from what befell the
// connection.
func (s *smtpSession) answered(what string, err error) error {
	where := "at the " + what
	if what == theLetter {
		where = lateWords
	}
	if broken := s.conn.after(nil); broken != nil {
		return broke(where, broken)
	}
	var answer *textproto.Error
	if !errors.As(err, &answer) || answer.Code == 421 { // RFC 5321 §3.8: it closes the connection
		return broke(where, err)
	}
	said := answer.Msg
	if what == theLetter {
		said = firstLine(said)
	}
	no := &refused{why: fmt.Sprintf("the mail server refuses the %s: %d %s", what, answer.Code, said)}
	switch answer.Code {
	case 503, 530, 534, 535, 538: // it is our login that is wrong
		no.all = true
	default:
		no.permanent = answer.Code >= 500
	}
	if what == theSender && no.permanent { // who sends is set by us, and is the same in every letter
		no.permanent, no.all = false, true
		no.why += `; see "distr mail sender"`
	}
	if s.client.Reset() != nil {
		return errors.Join(no, errBroken)
	}
	return no
}

// broke says in words what befell the connection, and when.
func broke(where string, err error) error {
	var late net.Error
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return fmt.Errorf("the mail server closed the connection %s", where)
	case errors.As(err, &late) && late.Timeout():
		return fmt.Errorf("the mail server did not answer in time (i/o timeout) %s", where)
	}
	return fmt.Errorf("the connection to the mail server broke %s: %w", where, err)
}

// errBroken is joined to a refusal after which the connection is of no use.
var errBroken = errors.New("and the connection broke")

// close says goodbye, for as long as one answer may take.
func (s *smtpSession) close(ctx context.Context) {
	defer s.during(ctx)()
	_ = s.client.Quit()
	s.cut()
}

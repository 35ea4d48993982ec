package mail_test

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
)

// A nameserver publishes the TXT records that a test sets, and no other names.
type nameserver struct {
	conn net.PacketConn

	mu      sync.Mutex
	records map[string][]string
	broken  bool // it answers that it cannot say
	asked   int
}

func newNameserver(t *testing.T) *nameserver {
	t.Helper()
	var listen net.ListenConfig
	conn, err := listen.ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	require.NoError(t, err)
	n := &nameserver{conn: conn, records: map[string][]string{}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n.serve()
	}()
	t.Cleanup(func() {
		require.NoError(t, conn.Close())
		<-ended
	})
	return n
}

func (n *nameserver) publish(name string, texts ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.records[name+"."] = texts
}

// fail lets it know nothing from now on.
func (n *nameserver) fail() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.broken = true
}

func (n *nameserver) questions() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

func (n *nameserver) serve() {
	for {
		packet := make([]byte, 1500)
		size, from, err := n.conn.ReadFrom(packet)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(packet[:size]) != nil || len(m.Questions) != 1 {
			continue
		}
		m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
		n.answer(&m)
		if packed, err := m.Pack(); err == nil {
			_, _ = n.conn.WriteTo(packed, from)
		}
	}
}

func (n *nameserver) answer(m *dnsmessage.Message) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	q := m.Questions[0]
	texts, there := n.records[q.Name.String()]
	switch {
	case n.broken:
		m.RCode = dnsmessage.RCodeServerFailure
	case !there:
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeTXT:
		for _, text := range texts {
			var parts []string // a text that is long is several strings (RFC 1035 §3.3.14)
			for part := range slices.Chunk([]byte(text), 255) {
				parts = append(parts, string(part))
			}
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.TXTResource{TXT: parts},
			})
		}
	}
}

func (n *nameserver) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", n.conn.LocalAddr().String())
	}}
}

// signs lets the scene's letters be signed, and returns what is to be published.
func (s *scene) signs(t *testing.T) (m distr.MailSettings, name, record string) {
	t.Helper()
	m, err := s.acme.SetDKIM(t.Context(), "acme.example", "letters2026")
	require.NoError(t, err)
	name, record = m.Record()
	return m, name, record
}

// Whether receivers find the key of signed letters is looked up, and what to do is said.
func TestCheckRecord(t *testing.T) {
	settings, name, record := newScene(t).signs(t)
	_, key, _ := strings.Cut(record, "p=")
	_, _, other := newScene(t).signs(t)
	for _, tt := range []struct {
		name string
		set  func(n *nameserver)
		says string // empty: nothing is wrong
	}{
		{"published", func(n *nameserver) { n.publish(name, record) }, ""},
		{"published by others' tools", func(n *nameserver) {
			n.publish(name, "p = "+key[:100]+" "+key[100:]+" ; k=rsa;v=DKIM1;")
		}, ""},
		{"no name", func(*nameserver) {}, "there is no TXT record of the name letters2026._domainkey.acme.example, so nobody can verify"},
		{"a name without texts", func(n *nameserver) { n.publish(name) }, "there is no TXT record of the name"},
		{"another key", func(n *nameserver) { n.publish(name, other) }, "has another key than letters are signed with"},
		{"half a key", func(n *nameserver) { n.publish(name, record[:255]) }, "has another key than letters are signed with"},
		{"a revoked key", func(n *nameserver) { n.publish(name, "v=DKIM1; p=") }, "has another key than letters are signed with"},
		{"another text", func(n *nameserver) { n.publish(name, "v=spf1 -all") }, "has another key than letters are signed with"},
		{"two keys", func(n *nameserver) { n.publish(name, other, record) }, "there are 2 TXT records of the name"},
		{"nobody knows", (*nameserver).fail, "could not be looked up"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newNameserver(t)
			tt.set(n)
			warning := mail.CheckRecord(t.Context(), settings, n.resolver())
			require.NotZero(t, n.questions())
			if tt.says == "" {
				require.Empty(t, warning)
				return
			}
			require.Contains(t, warning, tt.says)
		})
	}
	n := newNameserver(t)
	require.Empty(t, mail.CheckRecord(t.Context(), distr.MailSettings{}, n.resolver()), "nothing is signed")
	ended, stop := context.WithCancel(t.Context())
	stop()
	require.Contains(t, mail.CheckRecord(ended, settings, n.resolver()), "could not be looked up")
	require.Zero(t, n.questions())
}

// Who sends says at the beginning that a record is missing, and sends all the same.
func TestRunLooksTheRecordUp(t *testing.T) {
	s, b, n := newScene(t), newPostbox(t, false), newNameserver(t)
	s.signs(t)
	s.inviteByLetter(t, "ann@globex.example")
	said := make(lines, 10)
	m := s.mailer(t, mail.Config{SMTP: b.config(t), Resolver: n.resolver(), Log: slog.New(slog.NewTextHandler(said, nil))})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	require.Contains(t, <-said, "there is no TXT record of the name letters2026._domainkey.acme.example")
	require.Eventually(t, func() bool { return len(b.all()) == 1 }, time.Minute, 5*time.Millisecond)
	stop()
	require.NoError(t, <-ended)
}

// lines is a log of which each line is awaited.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

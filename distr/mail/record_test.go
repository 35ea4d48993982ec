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
	"github.com/seed361c4c3e/distr-go/internal/nameserver"
)

// Texts are the TXT records that a test publishes. There are no other names.
type texts struct {
	resolver *net.Resolver

	mu      sync.Mutex
	records map[string][]string
	broken  bool // nobody can say
	asked   int
}

func newTexts(t *testing.T) *texts {
	n := &texts{records: map[string][]string{}}
	n.resolver = nameserver.Start(t, n.answer)
	return n
}

func (n *texts) publish(name string, records ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.records[name+"."] = records
}

// fail lets it know nothing from now on.
func (n *texts) fail() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.broken = true
}

func (n *texts) questions() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

func (n *texts) answer(m *dnsmessage.Message, q dnsmessage.Question) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	records, there := n.records[q.Name.String()]
	switch {
	case n.broken:
		m.RCode = dnsmessage.RCodeServerFailure
	case !there:
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeTXT:
		for _, text := range records {
			var parts []string // a text that is long is several strings (RFC 1035 §3.3.14)
			for part := range slices.Chunk([]byte(text), 255) {
				parts = append(parts, string(part))
			}
			m.Answers = append(m.Answers, nameserver.Record(q, &dnsmessage.TXTResource{TXT: parts}))
		}
	}
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
		set  func(n *texts)
		says string // empty: nothing is wrong
	}{
		{"published", func(n *texts) { n.publish(name, record) }, ""},
		{"published by others' tools", func(n *texts) {
			n.publish(name, "p = "+key[:100]+" "+key[100:]+" ; k=rsa;v=DKIM1;")
		}, ""},
		{"no name", func(*texts) {}, "there is no TXT record of the name letters2026._domainkey.acme.example, so nobody can verify"},
		{"a name without texts", func(n *texts) { n.publish(name) }, "there is no TXT record of the name"},
		{"another key", func(n *texts) { n.publish(name, other) }, "has another key than letters are signed with"},
		{"half a key", func(n *texts) { n.publish(name, record[:255]) }, "has another key than letters are signed with"},
		{"a revoked key", func(n *texts) { n.publish(name, "v=DKIM1; p=") }, "has another key than letters are signed with"},
		{"another text", func(n *texts) { n.publish(name, "v=spf1 -all") }, "has another key than letters are signed with"},
		{"two keys", func(n *texts) { n.publish(name, other, record) }, "there are 2 TXT records of the name"},
		{"nobody knows", (*texts).fail, "could not be looked up"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := newTexts(t)
			tt.set(n)
			warning := mail.CheckRecord(t.Context(), settings, n.resolver)
			require.NotZero(t, n.questions())
			if tt.says == "" {
				require.Empty(t, warning)
				return
			}
			require.Contains(t, warning, tt.says)
		})
	}
	n := newTexts(t)
	require.Empty(t, mail.CheckRecord(t.Context(), distr.MailSettings{}, n.resolver), "nothing is signed")
	ended, stop := context.WithCancel(t.Context())
	stop()
	require.Contains(t, mail.CheckRecord(ended, settings, n.resolver), "could not be looked up")
	require.Zero(t, n.questions())
}

// Who sends says at the beginning that a record is missing, and sends all the same.
func TestRunLooksTheRecordUp(t *testing.T) {
	s, b, n := newScene(t), newPostbox(t, false), newTexts(t)
	s.signs(t)
	s.inviteByLetter(t, "ann@globex.example")
	said := make(lines, 10)
	m := s.mailer(t, mail.Config{SMTP: b.config(t), Resolver: n.resolver, Log: slog.New(slog.NewTextHandler(said, nil))})
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

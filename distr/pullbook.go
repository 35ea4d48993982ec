package distr

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// pullWindow is how long what is asked for belongs to one pull: a client asks
// several times for what it fetches once.
const pullWindow = 10 * time.Minute

// MaxRefusals is how many references that were refused to one credential within
// ten minutes get an entry of their own in the pull log. A scanner that tries ten
// thousand tags fills a page of it and no more.
const MaxRefusals = 50

// The bounds of what is remembered, and of text that strangers send.
const (
	maxOpenPulls  = 50_000         // about half a kilobyte each
	maxPullMemory = 24 * time.Hour // a layer that takes longer begins a pull of its own
	maxReference  = 256            // bytes
	maxClient     = 200            // bytes
	maxSearched   = 64             // versions that are tried to find a pull
)

// A pullBook holds the entries of the pull log that may still grow, and those
// that nobody has written yet. It is the queue between the doors, who never wait,
// and the one writer; its size is bounded, and what does not fit is counted.
type pullBook struct {
	keepers atomic.Int64  // who writes, and who is ready to take over
	keeping chan struct{} // holds one: whoever put it there writes
	wake    chan struct{} // holds one; there is much to write

	mu      sync.Mutex
	open    map[pullKey]*openPull
	last    map[pullPlace]*openPull // what was in use last there
	refused map[tenant.Principal]scanning
	fresh   []*openPull // never written
	grown   []*openPull // written before they grew
	held    int         // entries that the writer has taken and that lie nowhere else
	room    int         // for fresh ones
	lost    uint64
}

// A pullKey is what makes two requests one entry.
type pullKey struct {
	who        tenant.Principal
	repository entitlement.RepositoryPath
	version    string
	reference  string // empty where a version says enough
	reason     entitlement.Reason
	folded     bool // what goes beyond MaxRefusals
}

type pullPlace struct {
	who        tenant.Principal
	repository entitlement.RepositoryPath
}

// scanning counts the references that were refused since then.
type scanning struct {
	since time.Time
	n     int
}

// An openPull is an entry that may still grow.
type openPull struct {
	who    tenant.Principal
	key    pullKey
	record PullRecord
	latest time.Time // when something was last asked for or sent
	queued bool      // it is among the fresh or the grown
	loose  bool      // nobody looks it up any more
}

func newPullBook() *pullBook {
	return &pullBook{
		keeping: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		open: map[pullKey]*openPull{}, last: map[pullPlace]*openPull{}, refused: map[tenant.Principal]scanning{},
		room: defaultPullQueue,
	}
}

// entryMaker makes the entry of a pull that begins one.
type entryMaker func(tenant.Principal, entitlement.Pull) (PullRecord, error)

// log adds a pull, or a refusal, to the entry that it belongs to.
func (b *pullBook) log(who tenant.Principal, pull entitlement.Pull, entry entryMaker) error {
	key := pullKey{who: who, repository: pull.Repository, version: pull.Version, reason: pull.Reason}
	if !pull.Allowed || pull.Version == "" {
		key.reference = pull.Reference
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.within(key, pull.Time)
	if e == nil && !pull.Allowed && !b.refuse(who, pull.Time) {
		key = pullKey{who: who, reason: pull.Reason, folded: true}
		pull.Repository, pull.Reference, pull.Version, pull.Digest = "", "", "", entitlement.Digest{}
		e = b.within(key, pull.Time)
	}
	if e == nil {
		return b.begin(key, pull, entry)
	}
	e.record.Count++
	b.grow(e, pull.Time, pull.Bytes, pull.Cut)
	if pull.Allowed {
		b.last[pullPlace{who, key.repository}] = e
	}
	return nil
}

// within is the entry of that key that began less than ten minutes ago.
func (b *pullBook) within(key pullKey, at time.Time) *openPull {
	e := b.open[key]
	if e == nil || at.Before(e.record.Time) || at.Sub(e.record.Time) >= pullWindow {
		return nil
	}
	return e
}

// refuse says whether a refusal gets an entry of its own.
func (b *pullBook) refuse(who tenant.Principal, at time.Time) bool {
	r := b.refused[who]
	if r.since.IsZero() || at.Before(r.since) || at.Sub(r.since) >= pullWindow {
		if len(b.refused) >= maxOpenPulls {
			clear(b.refused) // to forget costs some entries more
		}
		r = scanning{since: at}
	}
	r.n++
	b.refused[who] = r
	return r.n <= MaxRefusals
}

// plain is a text that every store can keep, cut at so many bytes.
func plain(s string, most int) string {
	s = strings.ToValidUTF8(s[:min(len(s), most)], "")
	return strings.ReplaceAll(s, "\x00", "")
}

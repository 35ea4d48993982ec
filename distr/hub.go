package distr

import (
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Config is what a Hub needs besides its store. The zero value is ready.
type Config struct {
	Log      *slog.Logger         // default: discards
	Now      func() time.Time     // default: time.Now
	Rand     io.Reader            // default: crypto/rand.Reader
	Features *tenant.FeatureGraph // default: tenant.StandardFeatures()
	Walker   Walker               // default: none, and then Publish is refused
	Letters  LetterChecker        // default: none, and then no template of a letter can be set

	// MasterKeys seal what is secret: the first seals, all open. Default:
	// none, and then no login and no signing key can be kept.
	MasterKeys []MasterKey

	// ReadMasterKeys says what they are by now, for a process that runs for long: it is
	// asked before something is sealed, and for a key that is not among those known. It
	// is to be quick if nothing has changed. Default: they stay as they are.
	ReadMasterKeys func() ([]MasterKey, error)

	// KeyWrapper wraps the data keys of secrets. Default: the MasterKeys do.
	KeyWrapper KeyWrapper
}

// A Hub is the whole system over one store. It is safe to share, and one is
// enough for a process: what is held is remembered in it.
type Hub struct {
	store  Store
	config Config
	ring   *seal.Ring
	noRing error // why there is none
	pulls  *pullBook
	uses   useBook

	dataKeys *seal.KeyCache

	mu        sync.Mutex
	snapshots map[tenant.VendorID]*snapshot
	usages    map[tenant.VendorID]*usageQueue
}

// New makes a Hub over a store.
func New(store Store, c Config) *Hub {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Features == nil {
		c.Features = tenant.StandardFeatures()
	}
	ring, err := seal.NewLiveRing(c.ReadMasterKeys, c.MasterKeys...)
	if c.KeyWrapper == nil && err != nil {
		c.KeyWrapper = noWrapper{err}
	} else if c.KeyWrapper == nil {
		c.KeyWrapper = ring.Wrapper(c.Rand)
	}
	return &Hub{store: store, config: c, ring: ring, noRing: err, dataKeys: seal.NewKeyCache(c.Now, rememberedKeys, keysRemembered), pulls: newPullBook(), snapshots: map[tenant.VendorID]*snapshot{}, usages: map[tenant.VendorID]*usageQueue{}}
}

// Vendor gives a handle on one vendor. It asks nothing of the store; a vendor
// whose room was never written to is an empty one.
func (h *Hub) Vendor(id tenant.VendorID) *Vendor {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.snapshots[id]
	if s == nil {
		s = newSnapshot(h, id)
		h.snapshots[id] = s
		h.usages[id] = &usageQueue{hub: h}
	}
	return &Vendor{hub: h, id: id, held: s, uses: h.usages[id]}
}

// now is this instant as it is kept: in UTC, to the microsecond, so that a
// record reads the same before and after it was stored.
func (h *Hub) now() time.Time {
	return h.config.Now().UTC().Truncate(time.Microsecond)
}

// maxResidents bounds how many customers a snapshot remembers, at one to two
// kilobytes each.
const maxResidents = 100_000

// Freshness is how long a Hub trusts what it remembers before it asks the store
// whether another process has changed something: so long after a change has
// returned, every process on the same store goes by it. To be asked forty times
// a second costs a store next to nothing when nothing has changed.
const Freshness = 25 * time.Millisecond

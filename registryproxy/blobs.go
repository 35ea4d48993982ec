package registryproxy

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// BlobsConfig says where blobs are kept. Folder is needed.
type BlobsConfig struct {
	Folder   string           // where they lie, and nothing else; made with mode 0700 if it is missing
	MaxBytes int64            // of all of them, those that are on their way included; default 10 GiB
	Stall    time.Duration    // how long an upstream may stand still before its blob is given up; default 1 min
	Log      *slog.Logger     // default: discarded
	Now      func() time.Time // by which blobs grow old; default: time.Now
}

// defaultBlobBytes is how much is kept where nobody says how much.
const defaultBlobBytes = 10 << 30

func (c BlobsConfig) complete() (BlobsConfig, error) {
	if c.MaxBytes == 0 {
		c.MaxBytes = defaultBlobBytes
	}
	if c.Stall == 0 {
		c.Stall = defaultStall
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	switch {
	case c.Folder == "":
		return c, errors.New("registry proxy: blobs: the name of their folder is empty")
	case c.MaxBytes < 0:
		return c, fmt.Errorf("registry proxy: blobs: %d bytes at most: it is more than nothing", c.MaxBytes)
	case c.Stall < 0:
		return c, fmt.Errorf("registry proxy: blobs: stall %s: it is more than nothing", c.Stall)
	}
	var err error
	if c.Folder, err = filepath.Abs(c.Folder); err != nil { // a later chdir must not move it
		err = fmt.Errorf("registry proxy: blobs: %w", err)
	}
	return c, err
}

// Blobs is a store of blobs in a folder, under their digests. It stands behind the
// decision: a [Proxy] asks it for nothing that the customer may not have, and so
// one vendor's repositories share it. Never share one between two vendors.
//
// A blob is kept when it is first pulled as a whole. It is fetched once, however
// many clients ask for it meanwhile; they are sent what is there already, each as
// fast as it reads, but for the end, which is held back until the digest has been
// verified. So nobody gets all of a wrong blob, and only what is right is kept.
// Once fetched by half a blob is fetched to its end, also when nobody waits for it
// any more.
//
// What was not used for longest makes way. When the disk fails, blobs go through
// without being kept, and keeping them is tried again a minute later. A blob that
// was damaged after it had been kept is not noticed, but for its size: remove its
// file.
//
// Two processes may have one folder: each serves what the other keeps. Each counts
// for itself, so together they may keep twice of MaxBytes.
type Blobs struct {
	config  BlobsConfig
	write   func(*os.File, []byte) (int, error)
	buffers sync.Pool      // of *[bufferSize]byte
	running sync.WaitGroup // the fills

	mu       sync.Mutex // guards what follows
	kept     *simplelru.LRU[entitlement.Digest, *keptBlob]
	bytes    int64 // of what is kept
	reserved int64 // bytes of what is on its way
	fills    map[entitlement.Digest]*fill
	closed   bool
	ailing   bool      // the disk failed, and nothing was kept since
	pause    time.Time // nothing is kept until then
	counted  BlobsStats
}

// BlobsStats is how a store does. What is counted is counted since it was opened.
type BlobsStats struct {
	Blobs   int   // kept now
	Bytes   int64 // of these
	Served  int64 // from what is kept, parts included
	Filled  int64 // fetched, verified and kept
	Joined  int64 // clients that another client's fetch served
	Failed  int64 // fetched and not kept
	Evicted int64 // made way
}

// OpenBlobs opens a store and finds out what it keeps.
func OpenBlobs(c BlobsConfig) (*Blobs, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	b := &Blobs{config: c, write: (*os.File).Write, fills: map[entitlement.Digest]*fill{}}
	b.buffers.New = func() any { return new([bufferSize]byte) }
	if b.kept, err = simplelru.NewLRU[entitlement.Digest, *keptBlob](maxBlobs, nil); err != nil {
		return nil, err
	}
	if err := b.read(); err != nil {
		return nil, fmt.Errorf("registry proxy: blobs in %q: %w", c.Folder, err)
	}
	return b, nil
}

// Close breaks off the fetches that are under way and waits for them. A proxy that
// still has the store keeps nothing more in it. To close twice is harmless.
func (b *Blobs) Close() error {
	b.mu.Lock()
	b.closed = true
	for _, f := range b.fills {
		f.cancel(errBlobsClosed)
	}
	b.mu.Unlock()
	b.running.Wait()
	return nil
}

var errBlobsClosed = errors.New("the store of blobs is closed")

// Stats is how the store does.
func (b *Blobs) Stats() BlobsStats {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.counted
	s.Blobs, s.Bytes = b.kept.Len(), b.bytes
	return s
}

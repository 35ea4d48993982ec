package registryproxy

import (
	"context"
	"fmt"
	"os"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A follower is a client that is sent a blob while it is fetched.
type follower struct {
	blobs *Blobs
	*fill
	began bool     // it is the one for whom it is fetched
	file  *os.File // a description of its own: its offset is where the client is; nil until there is something
	sent  int64
}

// get is a blob that is kept, or a place at its fill, which begins with the first
// who asks. When both are nil it is not to be kept, or not now.
func (b *Blobs) get(ctx context.Context, d entitlement.Digest, size int64, from fetch) (*os.File, *follower) {
	for range 3 { // between the two questions it may have been kept, or removed
		if file := b.open(d, size); file != nil {
			return file, nil
		}
		if f, again := b.follow(ctx, d, size, from); !again {
			return nil, f
		}
	}
	return nil, nil
}

// follow finds a place at a fill. again is true when the blob has just been kept.
func (b *Blobs) follow(ctx context.Context, d entitlement.Digest, size int64, from fetch) (_ *follower, again bool) {
	b.mu.Lock()
	f := b.fills[d]
	var out []*keptBlob
	began := false
	switch {
	case f != nil && f.size != size:
		f = nil // one of the two is wrong about it, and which will be seen
	case f != nil:
		b.counted.Joined++
	case b.kept.Contains(d):
		b.mu.Unlock()
		return nil, true
	default:
		f, out = b.begin(ctx, d, size, from)
		began = true
	}
	if f != nil {
		f.clients++
	}
	b.mu.Unlock()
	b.remove(out)
	if f == nil {
		return nil, false
	}
	return &follower{blobs: b, fill: f, began: began}, false
}

// next waits for more, and says how many bytes can be read of the file now.
func (f *follower) next(ctx context.Context) (int64, error) {
	for {
		ready, changed, err := f.look()
		if ready > f.sent || err != nil {
			return ready - f.sent, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

// look says how much there is, or that no more will come, and opens the file once there is something.
func (f *follower) look() (ready int64, changed <-chan struct{}, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil && (f.file == nil || f.ready < f.size) { // else it is right, but was not kept
		return f.ready, nil, f.err
	}
	if f.ready > f.sent && f.file == nil {
		if f.file, err = os.Open(f.path); err != nil {
			err = fmt.Errorf("%w: %w", errNotKept, err)
		}
	}
	return f.ready, f.changed, err
}

// leave gives the place back. If nobody is left, and less than half of the blob is
// there, its fill ends.
func (f *follower) leave() {
	if f.file != nil {
		_ = f.file.Close() // it was only read
	}
	b := f.blobs
	b.mu.Lock()
	defer b.mu.Unlock()
	f.clients--
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.changed) // see publish
	f.changed = make(chan struct{})
	if f.clients == 0 && f.written < f.size/2 && b.fills[f.digest] == f.fill {
		delete(b.fills, f.digest) // the next one begins anew
		f.cancel(errNobodyLeft)
	}
}

// clients is how many clients a fill has. The channel is closed when one leaves.
func (b *Blobs) clients(f *fill) (int, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clients, f.changed
}

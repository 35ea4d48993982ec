package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// heldBack is how many bytes of a blob's end nobody gets before all of it has been
// verified. Of a blob that is no larger nobody gets anything.
const heldBack = bufferSize

var (
	errWrongBytes = errors.New("the upstream sent other bytes than those of the digest")
	errNotKept    = errors.New("the disk failed")
	errNobodyLeft = errors.New("nobody waits for the blob any more")
)

// fetch asks the upstream for all of a blob. An error says what it answered.
type fetch func(context.Context) (io.ReadCloser, error)

// A fill is a blob on its way from the upstream into the store, and from there to
// the clients that asked for it meanwhile.
type fill struct {
	digest    entitlement.Digest
	size      int64
	cancel    context.CancelCauseFunc
	cancelled <-chan struct{}

	clients int // guarded by the store's lock

	mu      sync.Mutex // guards what follows; nobody takes the store's lock meanwhile
	path    string     // of its file
	written int64      // bytes of it
	ready   int64      // bytes that clients may have
	err     error      // why no more follow
	changed chan struct{}
}

// begin begins a fill if it finds the room for it, else it returns nil. The caller
// holds the lock, and removes what has to make way.
func (b *Blobs) begin(ctx context.Context, d entitlement.Digest, size int64, from fetch) (*fill, []*keptBlob) {
	if b.closed || size <= 0 || b.config.Now().Before(b.pause) {
		return nil, nil
	}
	out, ok := b.makeRoom(size)
	if !ok {
		return nil, nil
	}
	b.reserved += size
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	f := &fill{digest: d, size: size, cancel: cancel, cancelled: ctx.Done(), changed: make(chan struct{})}
	b.fills[d] = f
	b.running.Go(func() {
		defer cancel(nil)
		err := b.run(ctx, f, from)
		b.finish(f, err)
		if err != nil && f.path != "" {
			// Clients know that it failed by now. Where one that reads forbids to
			// remove it, the next who opens the store sweeps it away.
			_ = os.Remove(f.path)
		}
	})
	return f, out
}

// run fetches, verifies and keeps a blob.
func (b *Blobs) run(ctx context.Context, f *fill, from fetch) error {
	file, err := b.create()
	if err != nil {
		return fmt.Errorf("%w: %w", errNotKept, err)
	}
	f.show(func() { f.path = file.Name() })
	if err = b.copy(ctx, f, file, from); err != nil {
		_ = file.Close() // what was written is not wanted
		return err
	}
	if err = b.publish(f, file); err != nil {
		return fmt.Errorf("%w: %w", errNotKept, err)
	}
	return nil
}

// copy brings the upstream's bytes into the file and verifies them.
func (b *Blobs) copy(ctx context.Context, f *fill, file *os.File, from fetch) error {
	watch := time.AfterFunc(b.config.Stall, func() { f.cancel(errStalled) })
	defer watch.Stop()
	body, err := from(ctx)
	if err != nil {
		return because(ctx, err)
	}
	defer func() { _ = body.Close() }() // it was only read
	hash := b.startHashing(f.digest)    // beside what follows
	err = b.pour(ctx, f, file, body, watch, hash)
	if right := hash.end(); err == nil && !right {
		err = errWrongBytes
	}
	if err == nil {
		f.show(func() { f.ready = f.size })
	}
	return err
}

// pour brings the body's bytes into the file and has them hashed. No piece reaches
// over a multiple of [bufferSize]: what is written at such places lies in large
// folios of the page cache, and costs an eighth less CPU on the whole.
func (b *Blobs) pour(ctx context.Context, f *fill, file *os.File, body io.Reader, watch *time.Timer, hash *hashing) error {
	for written := int64(0); written < f.size; {
		buffer := b.buffers.Get().(*[bufferSize]byte)
		watch.Reset(b.config.Stall)
		n, err := body.Read(buffer[:min(bufferSize-written%bufferSize, f.size-written)])
		_, failed := b.write(file, buffer[:n])
		hash.add(unhashed{buffer, n})
		if failed != nil {
			return fmt.Errorf("%w: %w", errNotKept, failed)
		}
		written += int64(n)
		f.show(func() { f.written, f.ready = written, max(min(written, f.size-heldBack), 0) })
		if err != nil && written < f.size {
			return because(ctx, fmt.Errorf("%d bytes came of %d: %w", written, f.size, err))
		}
	}
	return nil
}

// show changes what clients look at, and wakes them.
func (f *fill) show(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
	close(f.changed)
	f.changed = make(chan struct{})
}

// move renames the file. Who opens it meanwhile finds it at either place.
func (f *fill) move(to string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := os.Rename(f.path, to)
	if err == nil {
		f.path = to
	}
	return err
}

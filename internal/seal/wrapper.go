package seal

import (
	"context"
	"io"
)

// A KeyWrapper wraps data keys: it is what keeps the keys that everything hangs
// on. A [Ring] has one, for master keys in a file; a key management system over the
// network fits as well. It may be used by several goroutines at once.
//
// bound is what the data key is for. Unwrap gives a data key back only together with
// the bytes that it was wrapped with, and anything else is an error: hand them to
// the system as its associated data or encryption context, or authenticate them
// along with the key. They are no secret.
type KeyWrapper interface {
	// ID names the key that Wrap uses at present, and is no secret. What was
	// wrapped under another ID is carried over by a re-wrap.
	ID() string
	// Wrap encrypts a data key of 32 bytes.
	Wrap(ctx context.Context, dataKey, bound []byte) (wrapped []byte, err error)
	// Unwrap decrypts what Wrap made with this key, or with an older one that is
	// still at hand. It ends with the context.
	Unwrap(ctx context.Context, wrapped, bound []byte) (dataKey []byte, err error)
}

// wrapName is the first part of the context in which a ring seals data keys.
const wrapName = "data key"

type ringWrapper struct {
	ring *Ring
	rand io.Reader
}

// Wrapper wraps data keys with the ring's master keys: the first wraps, all unwrap.
func (r *Ring) Wrapper(rand io.Reader) KeyWrapper { return ringWrapper{r, rand} }

func (w ringWrapper) ID() string {
	first, err := w.ring.First()
	if err != nil {
		return ""
	}
	return first.ID()
}

func (w ringWrapper) Wrap(_ context.Context, dataKey, bound []byte) ([]byte, error) {
	return w.ring.Seal(dataKey, w.rand, wrapName, string(bound))
}

func (w ringWrapper) Unwrap(_ context.Context, wrapped, bound []byte) ([]byte, error) {
	if _, err := w.ring.now(); err != nil { // a data key is remembered, so this is not asked often
		return nil, err
	}
	return w.ring.Open(wrapped, wrapName, string(bound))
}

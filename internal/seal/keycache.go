package seal

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"time"
)

// A KeyCache remembers data keys that were unwrapped, so that a key management
// system is not asked each time: a bounded number of them, each for a while. Whoever
// takes a right away there is obeyed after that while. It is safe to share; the zero
// value is not ready.
type KeyCache struct {
	now  func() time.Time
	most int
	age  time.Duration

	mu   sync.Mutex
	keys map[[sha256.Size]byte]*unwrapping
	next time.Time // when something is to be forgotten
}

// An unwrapping is a data key, once done is closed.
type unwrapping struct {
	done chan struct{}
	at   time.Time
	key  DataKey
	err  error
	gone bool // whoever asked has gone away before there was an answer
}

// NewKeyCache makes one that remembers so many keys at most, and none for longer.
func NewKeyCache(now func() time.Time, most int, age time.Duration) *KeyCache {
	return &KeyCache{now: now, most: most, age: age, keys: map[[sha256.Size]byte]*unwrapping{}}
}

// Unwrap is [UnwrapDataKey], or what that said before of the same wrapped key in the
// same context. Those who ask for one key at once wait for one answer.
func (c *KeyCache) Unwrap(ctx context.Context, w KeyWrapper, wrapped []byte, names ...string) (DataKey, error) {
	name := sha256.Sum256(bind(wrapName, wrapped, names))
	for {
		u, mine := c.find(name)
		if mine {
			return c.unwrap(ctx, u, name, w, wrapped, names)
		}
		select {
		case <-u.done:
		case <-ctx.Done():
			return DataKey{}, ctx.Err()
		}
		if !u.gone || ctx.Err() != nil {
			return u.key, u.err
		}
	}
}

// find is what is known of a key. mine says that the caller has to find it out.
func (c *KeyCache) find(name [sha256.Size]byte) (u *unwrapping, mine bool) {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !now.Before(c.next) {
		c.forget(now)
	}
	if u := c.keys[name]; u != nil {
		return u, false
	}
	if len(c.keys) >= c.most {
		c.forgetOldest()
	}
	u = &unwrapping{done: make(chan struct{}), at: now}
	c.keys[name] = u
	if until := now.Add(c.age); len(c.keys) == 1 || until.Before(c.next) {
		c.next = until
	}
	return u, true
}

func (c *KeyCache) unwrap(ctx context.Context, u *unwrapping, name [sha256.Size]byte, w KeyWrapper, wrapped []byte, names []string) (DataKey, error) {
	u.err = errors.New("unwrapping a data key: it was broken off")
	defer func() { // also if the wrapper panics
		c.mu.Lock()
		if u.err != nil && c.keys[name] == u {
			delete(c.keys, name)
		}
		c.mu.Unlock()
		close(u.done)
	}()
	u.key, u.err = UnwrapDataKey(ctx, w, wrapped, names...)
	u.gone = u.err != nil && ctx.Err() != nil
	return u.key, u.err
}

// forget drops what is too old, and finds out when the next one will be. What a
// dropped key was is left to the garbage collector.
func (c *KeyCache) forget(now time.Time) {
	c.next = now.Add(c.age)
	for name, u := range c.keys {
		if until := u.at.Add(c.age); !until.After(now) {
			delete(c.keys, name)
		} else if until.Before(c.next) {
			c.next = until
		}
	}
}

func (c *KeyCache) forgetOldest() {
	var oldest [sha256.Size]byte
	var at time.Time
	for name, u := range c.keys {
		if at.IsZero() || u.at.Before(at) {
			oldest, at = name, u.at
		}
	}
	delete(c.keys, oldest)
}

// Len is how many keys are remembered.
func (c *KeyCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.keys)
}

package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// A certificate is read from two files, and again when they have changed: what
// renews certificates need not know how to restart us.
type certificate struct {
	cert, key string // files
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	changed time.Time // of the younger file, when current was read
	looked  time.Time
}

// certificateCheck is how often the files are looked at.
const certificateCheck = 10 * time.Second

func newCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log}
	changed, err := c.modified()
	if err != nil {
		return nil, err
	}
	return c, c.read(changed)
}

// get is for tls.Config. Files that cannot be read, or do not fit each other for
// a moment, are no reason to stop: the certificate that is there is used on.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if now.Sub(c.looked) < certificateCheck {
		return c.current, nil
	}
	c.looked = now
	changed, err := c.modified()
	if err == nil && !changed.Equal(c.changed) {
		err = c.read(changed)
	}
	if err != nil {
		c.log.Error("server: the certificate has changed and cannot be read; the old one is used on", "error", err)
	}
	return c.current, nil
}

func (c *certificate) modified() (time.Time, error) {
	var younger time.Time
	for _, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return younger, err
		}
		if info.ModTime().After(younger) {
			younger = info.ModTime()
		}
	}
	return younger, nil
}

func (c *certificate) read(changed time.Time) error {
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("reading the certificate %s and its key %s: %w", c.cert, c.key, err)
	}
	c.current, c.changed = &pair, changed
	return nil
}

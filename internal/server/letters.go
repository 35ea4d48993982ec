package server

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
)

// remindEvery is how often it is looked whether something comes to its end. What is
// told is told once.
const remindEvery = time.Hour

// mailer is nil if letters have nowhere to go.
func (c Config) mailer() (*mail.Mailer, error) {
	if c.Letters.SMTP.Host == "" && c.Letters.Folder == "" {
		return nil, nil
	}
	letters := c.Letters
	letters.Vendor = c.Hub.Vendor(c.Vendor).As(distr.Program("distr serve"))
	letters.Log, letters.Now = c.Log, c.Now
	return mail.New(letters)
}

// write makes letters of what happens and sends them, until ctx ends. Pulls go on if
// it cannot.
func write(ctx context.Context, c Config, m *mail.Mailer) {
	if m == nil {
		return
	}
	if err := m.Run(ctx); err != nil {
		c.Log.Error("no letters are sent", "error", err)
	}
}

// remind tells what comes to its end, now and then.
func remind(ctx context.Context, c Config, vendor *distr.Vendor) {
	tick := time.NewTicker(remindEvery)
	defer tick.Stop()
	for {
		n, err := vendor.RemindExpiries(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.Log.Error("server: it cannot be told what comes to its end", "error", err)
		case n > 0:
			c.Log.Info("server: it was told what comes to its end", "grants", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

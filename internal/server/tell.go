package server

import (
	"context"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
)

// tell tells webhooks what happens, until ctx ends. Pulls go on if it cannot.
func tell(ctx context.Context, c Config) {
	sender, err := webhook.New(webhook.Config{
		Vendor:  c.Hub.Vendor(c.Vendor).As(distr.Program("distr serve")),
		Log:     c.Log,
		Now:     c.Now,
		Private: c.WebhooksPrivate,
	})
	if err == nil {
		err = sender.Run(ctx)
	}
	if err != nil {
		c.Log.Error("webhooks are told nothing", "error", err)
	}
}

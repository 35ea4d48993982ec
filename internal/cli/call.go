package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A call is one run of the program: where it writes, and what its global flags
// say.
type call struct {
	stdout, stderr io.Writer

	data      string
	vendor    string
	masterKey string
	person    string // --as
	json      bool
}

// globals defines the global flags. The environment gives their defaults, so
// that help shows what would be used.
func (c *call) globals(flags *pflag.FlagSet, env func(string) string) {
	or := func(name, otherwise string) string {
		if value := env(name); value != "" {
			return value
		}
		return otherwise
	}
	flags.StringVar(&c.data, "data", or("DISTR_DATA", "distr-data"), "keep everything in the folder `DIR`, set up if it is absent or empty; or set DISTR_DATA")
	flags.StringVar(&c.vendor, "vendor", or("DISTR_VENDOR", "default"), "act as the vendor `ID`; or set DISTR_VENDOR")
	flags.StringVar(&c.masterKey, "master-key", or("DISTR_MASTER_KEY", ""), "read the master keys from `FILE` (default: master.key in the data folder, made when first needed); or set DISTR_MASTER_KEY")
	flags.StringVar(&c.person, "as", or("DISTR_AS", ""), "act as the person with the address `EMAIL`, and with their rights (default: the operator); or set DISTR_AS")
	flags.BoolVar(&c.json, "json", false, "answer with one JSON document")
}

// A place is what a command finds behind its global flags.
type place struct {
	folder    datadir.Folder
	vendor    tenant.VendorID
	store     *sqlite.Store
	masterKey string // the file; empty: the folder's own
}

// enter opens the data folder for as long as fn runs.
func (c *call) enter(ctx context.Context, fn func(place) error) (err error) {
	vendor, err := tenant.ParseVendorID(c.vendor)
	if err != nil {
		return err
	}
	folder, err := datadir.Open(c.data)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, folder.Database(), sqlite.Config{Outdated: folder.Occupy})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return misfiled(fn(place{folder: folder, vendor: vendor, store: store, masterKey: c.masterKey}))
}

// as runs fn with the vendor, in the hands of whom --as names.
func (c *call) as(ctx context.Context, fn func(*distr.Vendor) error) error {
	return c.enter(ctx, func(p place) error {
		v, err := c.hands(ctx, distr.New(p.store, distr.Config{Letters: mail.Templates{}}).Vendor(p.vendor))
		if err != nil {
			return err
		}
		return fn(v)
	})
}

// changeSecrets is change, for commands that seal something or open it.
func (c *call) changeSecrets(ctx context.Context, fn func(*distr.Vendor) error) error {
	return inForce(ctx, c.enter(ctx, func(p place) error {
		keys, err := p.masterKeys(ctx)
		if err != nil {
			return err
		}
		v, err := c.hands(ctx, distr.New(p.store, distr.Config{MasterKeys: keys, ReadMasterKeys: p.folder.KeyFile(p.masterKey).Keys}).Vendor(p.vendor))
		if err != nil {
			return err
		}
		return fn(v)
	}))
}

// images opens the vendor's registry for as long as fn runs, and gives it a Hub
// that can publish from it.
func (p place) images(ctx context.Context, log *slog.Logger, progress func(registryproxy.Progress), fn func(*distr.Hub, *embedded.Registry) error) (err error) {
	keys, err := p.masterKeys(ctx)
	if err != nil {
		return err
	}
	registry, err := embedded.Open(embedded.Config{Root: p.folder.Registry(p.vendor), Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, registry.Close()) }()
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{
		Upstream: registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: registry.Transport()},
		Log:      log,
		Progress: progress,
	})
	if err != nil {
		return err
	}
	return fn(distr.New(p.store, distr.Config{Log: log, Walker: walker, MasterKeys: keys, ReadMasterKeys: p.folder.KeyFile(p.masterKey).Keys}), registry)
}

// change is as, for commands that change something.
func (c *call) change(ctx context.Context, fn func(*distr.Vendor) error) error {
	return inForce(ctx, c.as(ctx, fn))
}

// inForce lets a command that has changed something return when a serve on the
// same folder goes by it, and not a moment before.
func inForce(ctx context.Context, err error) error {
	if err == nil {
		select {
		case <-time.After(distr.Freshness):
		case <-ctx.Done(): // the change stands all the same
		}
	}
	return err
}

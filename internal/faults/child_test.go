//go:build unix

package faults

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// acme is the vendor of all servers here.
const acme tenant.VendorID = "acme"

// orders are what a server of its own process is told.
type orders struct {
	Folder  string // with all that it has
	Blobs   int64  // how many bytes its store of blobs may have; 0: it has none
	Metrics bool   // it shows numbers and profiles
}

// opened is a data folder in use, as distr serve has it.
type opened struct {
	folder   datadir.Folder
	store    *sqlite.Store
	registry *embedded.Registry
	hub      *distr.Hub
	log      *slog.Logger
}

func open(ctx context.Context, path string, log *slog.Logger) (_ *opened, err error) {
	o := &opened{log: log}
	if o.folder, err = datadir.Open(path); err != nil {
		return nil, err
	}
	keys, err := o.folder.MakeMasterKeys(rand.Reader)
	if err != nil {
		return nil, err
	}
	if o.store, err = sqlite.Open(ctx, o.folder.Database(), sqlite.Config{}); err != nil {
		return nil, err
	}
	if o.registry, err = embedded.Open(embedded.Config{Root: o.folder.Registry(acme)}); err != nil {
		return nil, errors.Join(err, o.store.Close())
	}
	walker, err := registryproxy.NewWalker(registryproxy.WalkerConfig{
		Upstream: registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: o.registry.Transport()},
	})
	o.hub = distr.New(o.store, distr.Config{Log: log, Walker: walker, MasterKeys: keys})
	return o, err
}

func (o *opened) vendor() *distr.Vendor { return o.hub.Vendor(acme).As(distr.Operator()) }

func (o *opened) close() error { return errors.Join(o.registry.Close(), o.store.Close()) }

// serve runs a server until its input ends, and answers what it is told line by line.
func serve(ctx context.Context, told orders, in io.Reader, out io.Writer) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	o, err := open(ctx, told.Folder, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close()) }()
	release, err := o.folder.Occupy()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	config := server.Config{
		Hub: o.hub, Vendor: acme, Registry: o.registry, Listen: "127.0.0.1:0", Log: o.log, Spill: o.folder.Spill(), Drain: time.Second,
	}
	if told.Blobs > 0 {
		if config.Blobs, err = registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: blobsIn(told.Folder), MaxBytes: told.Blobs, Log: o.log}); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, config.Blobs.Close()) }()
	}
	var metrics string
	if told.Metrics {
		config.MetricsListen, config.Pprof = "127.0.0.1:0", true
		config.MetricsReady = func(url string) { metrics = url }
	}
	config.Ready = func(url string) { fmt.Fprintf(out, "%s %s\n", url, metrics) }
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, config) }()
	obeyed := make(chan struct{})
	go func() {
		defer close(obeyed)
		o.obey(ctx, config.Blobs, in, out)
	}()
	select {
	case err = <-ended:
	case <-obeyed:
		stop()
		err = <-ended
	}
	return err
}

// blobsIn is where the store of blobs of a data folder lies.
func blobsIn(folder string) string { return filepath.Join(folder, "kept") }

// obey does what each line says, and answers with one when it is done.
func (o *opened) obey(ctx context.Context, blobs *registryproxy.Blobs, in io.Reader, out io.Writer) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		words := strings.Fields(lines.Text())
		answer := "done"
		var err error
		switch words[0] {
		case "publish": // PRODUCT VERSION
			_, err = o.vendor().Publish(ctx, entitlement.ProductID(words[1]), words[2], "")
		case "settle": // until no entry of the pull log lies in memory only
			for o.hub.PullLog().Waiting > 0 && ctx.Err() == nil {
				time.Sleep(time.Millisecond)
			}
		case "blobs":
			var text []byte
			text, err = json.Marshal(blobs.Stats())
			answer = string(text)
		case "rest": // as if nobody had asked for anything lately
			debug.FreeOSMemory()
		}
		if err != nil {
			answer = "failed: " + strings.ReplaceAll(err.Error(), "\n", "; ")
		}
		fmt.Fprintln(out, answer)
	}
}

package embedded

import (
	"context"
	"crypto/rand"
	"io"
	"reflect"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem" // the driver named below
)

// newApp makes distribution's handler over the folder root. NewApp reports a
// bad configuration by a panic; but for the folder, this one never changes.
//
// No span leaves the process and no environment variable is needed for that:
// it is registry.NewRegistry that starts the exporters, and NewApp does not.
// The storage driver's spans go to the embedder's tracer provider, if any.
func newApp(ctx context.Context, root string) *handlers.App {
	c := &configuration.Configuration{
		Storage: configuration.Storage{
			"filesystem": {"rootdirectory": root},
			"delete":     {"enabled": true},
			"redirect":   {"disable": true}, // every byte passes through us
			// Else a goroutine walks the whole storage, of a CLI's call too, and
			// logs with logrus's global logger.
			"maintenance": {"uploadpurging": map[any]any{"enabled": false}},
		},
	}
	c.HTTP.Secret = rand.Text()
	// Location is a bare path, so no Forwarded header of a client's can put
	// a foreign host into it.
	c.HTTP.RelativeURLs = true
	c.Catalog.MaxEntries = 1000 // the default of the configuration file; without it every catalogue is empty
	// Layers that lie elsewhere (Windows base images) may be named. They are
	// never fetched from here; the proxy warns of them when a release is
	// published.
	c.Validation.Manifests.URLs.Allow = []string{"^https?://"}
	return handlers.NewApp(ctx, c)
}

// closeApp stops what NewApp started: a goroutine that hands events to
// listeners, of which there are none. distribution gives no way to end it
// (App.Shutdown does not), so we reach for the unexported field that holds
// it. Should that field go, one idle goroutine is left behind for each Open,
// and TestCloseLeavesNothing fails.
func closeApp(app *handlers.App) error {
	err := app.Shutdown()
	events := reflect.ValueOf(app).Elem().FieldByName("events")
	if events.Kind() != reflect.Struct {
		return err
	}
	if sink := events.FieldByName("sink"); sink.IsValid() {
		if c, ok := reflect.NewAt(sink.Type(), sink.Addr().UnsafePointer()).Elem().Interface().(io.Closer); ok {
			_ = c.Close() // its error is always nil
		}
	}
	return err
}

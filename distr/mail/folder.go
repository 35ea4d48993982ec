package mail

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/durable"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A folder takes letters as files, for whoever has no mail server. They hold what is
// secret in letters, so folder and files are for their owner alone.
type folder struct {
	path string
	log  *slog.Logger
}

func (f folder) open(context.Context) (session, error) {
	return f, os.MkdirAll(f.path, 0o700)
}

// send writes one file. A letter that is sent again replaces the file that it made
// before.
func (f folder) send(_ context.Context, _ tenant.Email, l distr.Letter, text []byte) error {
	path := filepath.Join(f.path, l.Created.UTC().Format("20060102T150405Z")+"-"+string(l.ID)+".eml")
	if err := durable.Replace(path, ".letter-", text); err != nil {
		return err
	}
	f.log.Info("no mail server is set, so a letter lies in a file", "file", path, "template", l.Template, "letter", l.ID)
	return nil
}

func (f folder) close(context.Context) {}

package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A BlobOpener opens the blobs of a registry whose files lie on this machine, so
// that they are sent as they lie there, without a copy, and are not kept once
// more. What it opens was verified when it was pushed.
type BlobOpener interface {
	// OpenBlob opens a blob that the repository has there. If it has none the
	// error is an fs.ErrNotExist; then, and at any other error, the registry is
	// asked over HTTP. The file is closed by the caller.
	OpenBlob(ctx context.Context, repository entitlement.RepositoryPath, d entitlement.Digest) (*os.File, error)
}

// open opens a blob where it lies, if it lies on this machine.
func (s source) open(ctx context.Context, d entitlement.Digest, size int64) (*os.File, error) {
	if s.client.opener == nil {
		return nil, fs.ErrNotExist
	}
	file, err := s.client.opener.OpenBlob(ctx, s.repository, d)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Size() != size {
		err = fmt.Errorf("its file has %d bytes, %d were published", info.Size(), size)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// serveOpened sends a blob that lies on this machine. It returns false when it
// does not.
func (p *Proxy) serveOpened(w http.ResponseWriter, r *http.Request, wanted http.Header, from source, f found) bool {
	file, err := from.open(r.Context(), f.digest, f.entry.Size())
	switch {
	case err == nil:
		p.sendFile(w, r, wanted, f, file)
	case !errors.Is(err, fs.ErrNotExist):
		p.config.Log.ErrorContext(r.Context(), "registry proxy: a blob cannot be read where it lies; the registry is asked for it", "blob", f.digest.String(), "error", err)
	}
	return err == nil
}

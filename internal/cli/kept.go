package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"

	"github.com/dustin/go-humanize"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

const (
	// defaultKept is how much of the images that lie elsewhere a serve keeps.
	defaultKept = "10GiB"

	// leastKept is what one would have to mean in earnest; less is a number
	// without its unit.
	leastKept = 1 << 20
)

// parseSize reads how many bytes are to be kept: 0 for none at all. A comma is one
// thing to some people and another to others.
func parseSize(text string) (int64, error) {
	if text == "0" || text == "none" {
		return 0, nil
	}
	n, err := humanize.ParseBytes(text)
	if err != nil || n < leastKept || n > math.MaxInt64 || strings.Contains(text, ",") {
		return 0, fmt.Errorf("blobs %q: it is a size of at least 1MiB, such as 10GiB or 500MB, or 0 to keep none", text)
	}
	return int64(n), nil
}

// keeping opens the store of what is pulled from registries elsewhere for as long
// as fn runs, which has it as nil if nothing is to be kept. It is there also while
// no upstream is set: one may be, by another command, at any time.
func (p place) keeping(size int64, log *slog.Logger, fn func(*registryproxy.Blobs) error) (err error) {
	if size == 0 {
		return fn(nil)
	}
	blobs, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: p.folder.Blobs(p.vendor), MaxBytes: size, Log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()
	return fn(blobs)
}

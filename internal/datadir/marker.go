package datadir

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed361c4c3e/distr-go/internal/durable"
)

const (
	markerName = "distr.json"

	// draftPrefix begins the name of a marker that is being written.
	draftPrefix = ".distr.json-"

	// format is that of the folder, not of the database, which has a version
	// of its own. It is raised when an older program must keep out.
	format = 1
)

type marker struct {
	Format int `json:"format"`
}

// readMarker says whether the folder is ours. A folder without a marker is an
// fs.ErrNotExist.
func (f Folder) readMarker() error {
	text, err := os.ReadFile(filepath.Join(f.path, markerName))
	if err != nil {
		return err
	}
	var m marker
	if err := json.Unmarshal(text, &m); err != nil || m.Format < 1 {
		return fmt.Errorf("its %s is damaged: it says %.40q, and {\"format\":%d} is what it should say", markerName, text, format)
	}
	if m.Format > format {
		return fmt.Errorf("it was set up by a newer distr: its format is %d, and this one knows %d; use the newer one", m.Format, format)
	}
	return nil
}

// writeMarker makes the folder ours. Several at once may do so: each writes a
// draft of its own, and all say the same.
func (f Folder) writeMarker() error {
	text, err := json.Marshal(marker{format})
	if err != nil {
		return err
	}
	return durable.Replace(filepath.Join(f.path, markerName), draftPrefix, append(text, '\n'))
}

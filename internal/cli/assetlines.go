package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/license"
)

// maxAssetLine is the longest line of a list that is held in memory, in bytes. No
// asset comes near it.
const maxAssetLine = 64 << 10

// An assetLine is one line of a list that says something.
type assetLine struct {
	number int
	text   string // without spaces around; the beginning of it if it is too long
	long   bool
}

// asset is what stands on the line, as a kind.
func (l assetLine) asset(as license.AssetKind) (license.Asset, error) {
	if l.long {
		return license.Asset{}, fmt.Errorf("%w: the line is longer than %d bytes; write one asset on each", license.ErrAssetText, maxAssetLine)
	}
	return license.ParseAsset(l.text, as)
}

// whole is the text of the line. Of one that is too long there is more than any asset
// has, so that it is refused.
func (l assetLine) whole() string {
	if l.long {
		return l.text + strings.Repeat("…", maxAssetLine)
	}
	return l.text
}

// assetLines reads a list of assets, one a line, and gives each line to fn. Empty
// lines and those that begin with # are passed over, and so is the mark that some
// programs put in front of UTF-8. However long a line is, only the beginning of it
// is held.
func assetLines(r io.Reader, fn func(assetLine) error) error {
	lines := bufio.NewReaderSize(r, maxAssetLine)
	for number := 1; ; number++ {
		text, err := lines.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		if number == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		line := assetLine{number: number, text: strings.TrimSpace(string(text)), long: long}
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = lines.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading line %d of the list: %w", number, err)
		}
		if line.long || line.text != "" && line.text[0] != '#' {
			if err := fn(line); err != nil {
				return err
			}
		}
		if err != nil {
			return nil //nolint:nilerr // it is the end of the list
		}
	}
}

// openList opens a list of assets: a file, or - for standard input.
func openList(cmd *cobra.Command, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(cmd.InOrStdin()), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("opening the list: %w", err)
	}
	return file, nil
}

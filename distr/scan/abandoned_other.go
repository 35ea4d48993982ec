//go:build !unix

package scan

import "os"

// holdFolder locks nothing here.
func holdFolder(string) (hold *os.File, held bool, err error) { return nil, true, nil }

// clearAbandoned finds nothing here: nobody knows whose process is gone.
func clearAbandoned(string) {}

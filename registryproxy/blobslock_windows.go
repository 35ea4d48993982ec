package registryproxy

import "os"

// lockFilling has nothing to do: here a file that somebody has opened cannot be
// removed.
func lockFilling(*os.File) bool { return true }

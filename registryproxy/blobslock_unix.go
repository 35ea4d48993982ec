//go:build unix

package registryproxy

import (
	"errors"
	"os"
	"syscall"
)

// lockFilling locks a file that is being filled, until it is closed or the process
// ends. It returns false if another process has it.
func lockFilling(file *os.File) bool {
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			// Where nothing can be locked, whose file it is cannot be told. To
			// lose one that is being filled means that it is not kept.
			return !errors.Is(err, syscall.EWOULDBLOCK)
		}
	}
}

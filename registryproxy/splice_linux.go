package registryproxy

import (
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

const canSplice = true

// arrived waits until there is something to be read, and says how many bytes; 0: a
// Read says what it is, which is the end or an error.
func arrived(conn *net.TCPConn) (bytes int64, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	err = raw.Read(func(fd uintptr) bool {
		var one [1]byte
		n, _, err := unix.Recvfrom(int(fd), one[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
		if n > 0 {
			n, err = unix.IoctlGetInt(int(fd), unix.SIOCINQ)
			bytes = int64(n)
		}
		return !errors.Is(err, unix.EAGAIN) // else it is waited for
	})
	return bytes, err
}

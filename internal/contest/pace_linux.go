package contest

import "syscall"

// unpaced has a listener's connections controlled by Reno, which every Linux has
// and which paces nothing.
func unpaced(_, _ string, raw syscall.RawConn) error {
	var failed error
	err := raw.Control(func(fd uintptr) {
		failed = syscall.SetsockoptString(int(fd), syscall.IPPROTO_TCP, syscall.TCP_CONGESTION, "reno")
	})
	if err != nil {
		return err
	}
	return failed
}

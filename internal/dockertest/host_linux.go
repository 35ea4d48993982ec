package dockertest

import (
	"os/exec"
	"syscall"
)

// endWithParent has the kernel stop the process when ours is gone, also when
// ours is killed or panics and no cleanup runs.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
}

func unmount(point string) error { return syscall.Unmount(point, 0) }

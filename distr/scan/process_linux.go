package scan

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// group has a program begin a group of processes, all of which are killed when it is
// to end, and die itself with this process. (What it has started is left then.)
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return killGroup(cmd) }
}

func killGroup(cmd *exec.Cmd) error {
	return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}

// await waits until a program has ended, and kills what it has left in its group. It
// does so before the program is waited for: as long as it is not, nobody else gets
// the number of the group.
func await(cmd *exec.Cmd) {
	const process, exited, leave = 1, 4, 0x01000000 // P_PID, WEXITED, WNOWAIT of waitid(2)
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, process, uintptr(cmd.Process.Pid), 0, exited|leave, 0, 0)
		if err != syscall.EINTR {
			break
		}
	}
	_ = killGroup(cmd) // an error is that there is nobody left
}

// sweep kills what has left the group of a program that has ended: every process of
// ours whose environment names the folder of the run. One that hides that as well
// gets away.
func sweep(room *folder) {
	mark := []byte("\x00TMPDIR=" + room.path("") + "\x00")
	for range 10 { // one may have started another in the meantime
		found := false
		all, _ := filepath.Glob("/proc/[0-9]*/environ")
		for _, file := range all {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil && bears(file, mark) {
				found = end(pid, file, mark) || found
			}
		}
		if !found {
			return
		}
	}
}

func bears(file string, mark []byte) bool {
	text, err := os.ReadFile(file)
	return err == nil && bytes.Contains(append([]byte{0}, text...), mark)
}

// end kills a process, if it still is the one that bears the mark once we hold it.
func end(pid int, file string, mark []byte) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }()
	return bears(file, mark) && process.Kill() == nil
}

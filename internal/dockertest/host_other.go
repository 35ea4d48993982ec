//go:build !linux

package dockertest

import (
	"errors"
	"os/exec"
)

// Without these [Start] still skips where there is no dockerd, and says why.

func endWithParent(*exec.Cmd) {}

func unmount(string) error { return errors.ErrUnsupported }

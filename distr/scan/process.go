package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// grace is how long the pipes of a program that has ended may stay open, since a
// process that has left its group holds them.
const grace = 2 * time.Second

// once runs the program for one or all targets, and tells what it has found.
func (c *Command) once(ctx context.Context, job distr.ScanJob, log *log, found func(distr.Finding) error) (err error) {
	room, err := newFolder(c.config.Folder)
	if err != nil {
		return err
	}
	defer func() {
		if gone := room.remove(); gone != nil {
			err = errors.Join(err, gone)
		}
	}()
	args, err := c.args(room, job)
	if err != nil {
		return err
	}
	if err := c.run(ctx, room, args, log); err != nil {
		return err
	}
	return c.read(room, job.Targets, found)
}

// run runs the program to its end, and everything that it has started.
func (c *Command) run(ctx context.Context, room *folder, args []string, log *log) (err error) {
	inTime, stop := context.WithTimeout(ctx, c.config.Timeout)
	defer stop()
	inBounds, over := context.WithCancelCause(inTime)
	defer over(nil)

	cmd := exec.CommandContext(inBounds, c.path, args...)
	cmd.Dir = room.path("")
	cmd.Env = c.environment(room)
	cmd.WaitDelay = grace
	stderr := log.part(c.config.MaxLog)
	cmd.Stderr = stderr
	cmd.Stdout = stderr
	if !c.asks("{output}") {
		output, err := room.create(outputName)
		if err != nil {
			return err
		}
		defer func() { err = cmp.Or(err, output.Close()) }()
		cmd.Stdout = &bounded{to: output, left: c.config.MaxOutput, over: func() {
			over(fmt.Errorf("it wrote more than %d bytes; let it look for less at a time, or allow more", c.config.MaxOutput))
		}}
	}
	group(cmd)
	// A process may be told to die with the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", c.config.Path, err)
	}
	ended := watch(room, c.config.MaxFolder, over)
	await(cmd)
	sweep(room)
	err = cmd.Wait()
	ended()
	stderr.end()
	return c.judge(ctx, inBounds, err)
}

// judge says whether a program that has ended has done what it was to do.
func (c *Command) judge(ctx, inBounds context.Context, err error) error {
	switch why := context.Cause(inBounds); {
	case ctx.Err() != nil:
		return fmt.Errorf("%s was stopped: %w", c.config.Path, context.Cause(ctx))
	case errors.Is(why, context.DeadlineExceeded):
		return fmt.Errorf("%s was stopped: it took longer than %s: %w", c.config.Path, c.config.Timeout, why)
	case why != nil:
		return fmt.Errorf("%s was stopped: %w", c.config.Path, why)
	}
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		if exit.Exited() && slices.Contains(c.config.Exits, exit.ExitCode()) {
			return nil
		}
		return fmt.Errorf("%s failed: %w; its log says more", c.config.Path, exit)
	}
	if errors.Is(err, exec.ErrWaitDelay) { // it has ended well, and left something behind that has not
		return nil
	}
	if err != nil {
		return fmt.Errorf("running %s: %w", c.config.Path, err)
	}
	return nil
}

// read tells what the program has written.
func (c *Command) read(room *folder, targets []distr.ScanTarget, found func(distr.Finding) error) error {
	file, err := room.open(outputName)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has written no SARIF", c.config.Path)
	}
	if err != nil {
		return fmt.Errorf("reading what %s has written: %w", c.config.Path, err)
	}
	defer file.Close()
	limits := c.config.Limits
	limits.Bytes = min(limits.Bytes, c.config.MaxOutput)
	// The folder has another name each time, which is to make no other finding.
	tidy := strings.NewReplacer("file://"+room.at+"/", "", room.at+"/", "", "file://"+room.at, "", room.at, "")
	summary, err := readSARIF(file, limits, tidy, func(f distr.Finding, whole bool) error {
		f.Target = attribute(f, targets)
		// A scanner that knows of one target cannot tell it from another, and one that
		// knows of all may give what is the same everywhere the same fingerprint.
		if c.each || whole && f.Target != "" {
			f.Fingerprint = distr.FingerprintOf(f.Target, f.Fingerprint)
		}
		return found(f)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.config.Path, err)
	}
	if summary.Failure != "" {
		return fmt.Errorf("%s says that it did not succeed: %s", c.config.Path, summary.Failure)
	}
	return nil
}

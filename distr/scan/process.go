package scan

import (
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

// once runs the program for one or all targets, and tells what it has found. Where the
// program lies, and its folder, is said in the log, and not in errors.
func (c *Command) once(ctx context.Context, job distr.ScanJob, log *log, found func(distr.Finding) error) (err error) {
	defer func() {
		if err != nil {
			log.line("%s: %s", c.config.Path, forLog(err))
		}
	}()
	room, err := newFolder(c.config.Folder)
	if err != nil {
		return &inside{"the scanner has got no folder", err}
	}
	defer func() {
		if gone := room.remove(); gone != nil {
			err = errors.Join(err, &inside{"the scanner's folder could not be cleared away", gone})
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
			return &inside{"the scanner has got no file to write to", err}
		}
		defer func() {
			if lost := output.Close(); err == nil && lost != nil {
				err = &inside{"what the scanner has written could not be kept", lost}
			}
		}()
		cmd.Stdout = &bounded{to: output, left: c.config.MaxOutput, over: func() {
			over(fmt.Errorf("it wrote more than %d bytes; let it look for less at a time, or allow more", c.config.MaxOutput))
		}}
	}
	group(cmd)
	// A process may be told to die with the thread that started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return &inside{"the scanner could not be started", err}
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
		return fmt.Errorf("the scanner was stopped: %w", context.Cause(ctx))
	case errors.Is(why, context.DeadlineExceeded):
		return fmt.Errorf("the scanner was stopped: it took longer than %s: %w", c.config.Timeout, why)
	case why != nil:
		return fmt.Errorf("the scanner was stopped: %w", why)
	}
	if exit, is := errors.AsType[*exec.ExitError](err); is {
		if exit.Exited() && slices.Contains(c.config.Exits, exit.ExitCode()) {
			return nil
		}
		return fmt.Errorf("the scanner failed: %w", exit)
	}
	if errors.Is(err, exec.ErrWaitDelay) { // it has ended well, and left something behind that has not
		return nil
	}
	if err != nil {
		return &inside{"the scanner could not be run to its end", err}
	}
	return nil
}

// read tells what the program has written.
func (c *Command) read(room *folder, targets []distr.ScanTarget, found func(distr.Finding) error) error {
	file, err := room.open(outputName)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("the scanner has written no SARIF")
	}
	if err != nil {
		return unreadable(err)
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
	if _, broken := errors.AsType[*fs.PathError](err); broken {
		return unreadable(err)
	}
	if err != nil {
		return fmt.Errorf("what the scanner has written: %w", err)
	}
	if summary.Failure != "" { // it says so in its own words, which are about the machine that it ran on
		return &inside{"the scanner says that it did not succeed", errors.New(summary.Failure)}
	}
	return nil
}

// unreadable is that a file cannot be read, without where it lies.
func unreadable(err error) error {
	why := err
	if at, is := errors.AsType[*fs.PathError](err); is {
		why = at.Err
	}
	return &inside{"what the scanner has written cannot be read: " + why.Error(), err}
}

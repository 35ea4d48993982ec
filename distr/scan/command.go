package scan

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// CommandConfig says which program is a scanner, and what it may do. Path and Args
// are needed.
type CommandConfig struct {
	Path string // of the program; a name alone is looked for in PATH

	// Args are handed on as they are: no shell reads them, and nothing in a target
	// is more than a part of one argument. In each of them is replaced
	//
	//   - {target} by a target: the program runs once for each;
	//   - {targets} by the path of a file with one target on each line: the program
	//     runs once for all;
	//   - {output} by the path of a file that the program writes SARIF to. Without
	//     it, SARIF is what comes on standard output;
	//   - {profile} by the profile of the job.
	//
	// One of the first two is needed, and not both.
	Args []string

	// Env are the variables of the environment that the program gets: "NAME" hands
	// on that of this process, if there is one, and "NAME=value" sets one. Besides,
	// it gets HOME, TMPDIR, TMP and TEMP, which lead to its folder. Default: PATH,
	// LANG and LC_ALL.
	Env []string

	Folder    string        // where each run gets a folder of its own, which is empty at first and gone afterwards; default: that of the system for temporary files
	Timeout   time.Duration // of one run of the program, so with {target} of each target; default: 1 hour
	Exits     []int         // exit codes besides 0 that say that all was checked, such as 1 for "found something"
	MaxOutput int64         // of SARIF, in bytes; default: Limits.Bytes
	MaxFolder int64         // of all that lies in the folder, in bytes, and 1 KiB for each file; looked at several times a second; default: 1 GiB
	MaxLog    int64         // of standard error that is handed on to the log, in bytes of each run; default: 256 KiB
	Limits    Limits        // of SARIF that is read
}

// A Command is a scanner that runs a program. It is safe to share.
type Command struct {
	config CommandConfig
	path   string
	each   bool // once for each target
}

var _ distr.Scanner = (*Command)(nil)

// NewCommand makes a scanner of a program, which has to be there. Nothing is run yet.
// What cannot work is a tenant.ErrInvalid.
func NewCommand(c CommandConfig) (*Command, error) {
	bad := func(why string, args ...any) (*Command, error) {
		return nil, fmt.Errorf("%w scanner: %s", tenant.ErrInvalid, fmt.Sprintf(why, args...))
	}
	path, err := exec.LookPath(c.Path)
	if err == nil {
		path, err = filepath.Abs(path) // it runs in another folder
	}
	if err != nil {
		return bad("%q cannot be run: %s; give the whole path of a program", c.Path, err)
	}
	args := strings.Join(c.Args, "\x00")
	each, all := strings.Contains(args, "{target}"), strings.Contains(args, "{targets}")
	if each == all {
		return bad("its arguments hold {target} or {targets}, and not both: that is how %s is told what to scan", c.Path)
	}
	if c.Env == nil {
		c.Env = []string{"PATH", "LANG", "LC_ALL"}
	}
	for _, variable := range c.Env {
		if name, _, _ := strings.Cut(variable, "="); name == "" || strings.ContainsRune(variable, 0) {
			return bad("%q is no variable of the environment; write NAME, or NAME=value", name)
		}
	}
	c.Limits = c.Limits.orDefault()
	c.Timeout = cmp.Or(max(c.Timeout, 0), time.Hour)
	c.MaxOutput = cmp.Or(max(c.MaxOutput, 0), c.Limits.Bytes)
	c.MaxFolder = cmp.Or(max(c.MaxFolder, 0), 1<<30)
	c.MaxLog = cmp.Or(max(c.MaxLog, 0), 256<<10)
	c.Folder = cmp.Or(c.Folder, os.TempDir())
	c.Args, c.Env, c.Exits = slices.Clone(c.Args), slices.Clone(c.Env), slices.Clone(c.Exits)
	return &Command{config: c, path: path, each: each}, nil
}

// Scan implements distr.Scanner. Targets are scanned one after the other; when one
// cannot be, the others are all the same.
//
// A program that ends with another exit code, writes no SARIF or no good one, says
// in it that it did not succeed, writes too much or takes too long has failed: that is
// an error, and what it had found until then has been told. Where it runs once for each
// target, that is a *distr.NotChecked. When it is to end, it is killed with all
// processes that it has started, as long as they are of its group.
//
// Errors call it the scanner; which program it is, and what it says of itself, is in
// the log.
func (c *Command) Scan(ctx context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	if err := c.fit(job); err != nil {
		return err
	}
	clearAbandoned(c.config.Folder)
	log := newLog(job.Log)
	if !c.each {
		if err := c.once(ctx, job, log, found); err != nil {
			return err
		}
		progress(job, len(job.Targets))
		return nil
	}
	var not unchecked
	for i, target := range job.Targets {
		told := error(nil)
		alone := job
		alone.Targets = job.Targets[i : i+1]
		err := c.once(ctx, alone, log, func(f distr.Finding) error {
			told = found(f)
			return told
		})
		if told != nil || ctx.Err() != nil {
			return cmp.Or(told, err, ctx.Err())
		}
		if err != nil {
			not.add(target.Text, err)
		}
		progress(job, i+1)
	}
	return not.err()
}

func progress(job distr.ScanJob, done int) {
	if job.Progress != nil {
		job.Progress(done, len(job.Targets))
	}
}

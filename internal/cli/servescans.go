package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/internal/server"
)

// mostScans is how many scans may go on at once.
const mostScans = 64

// What the help of serve says of scans.
const scansHelp = `It carries out scans, too: by schedules, by triggers and by hand ("distr schedule --help").
The scanner "web" is built in; it connects to public addresses only, unless --scans-private
says otherwise. --scanners names programs that write SARIF 2.1.0, in a file such as

  {"nightly": {"path": "/usr/bin/scanner", "args": ["--sarif", "--", "{target}"],
               "env": ["PATH", "DB=/var/lib/flaws"], "timeout": "10m", "exits": [1]}}

where "nightly" is the profile. No shell reads the arguments. In them {target} is a target,
and the program runs once for each; {targets} the path of a file with one on each line;
{output} the path of a file that SARIF is written to, instead of standard output; {profile}
the profile. A program gets no variables but those of env, and PATH, LANG and LC_ALL if there
is no env; exits are exit codes besides 0 that mean that all was checked. There may be folder,
maxOutput, maxFolder and maxLog as well. Only this file names programs; so keep others from
writing to it. What a program does is not locked in: it has your rights.`

// A scansCall is what the flags of serve say of scans.
type scansCall struct {
	scanners string
	atOnce   int
	private  bool
}

func (s *scansCall) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.scanners, "scanners", "", "scan with the programs in `FILE`, too (default: with the built-in scanner alone)")
	flags.IntVar(&s.atOnce, "scans", 2, "carry out `N` scans at once, each of another customer; 0 carries out none")
	flags.BoolVar(&s.private, "scans-private", false, "let the built-in scanner connect to addresses that are not public, to scan your own network")
}

func (s *scansCall) config() (c server.Scans, err error) {
	if s.atOnce < 0 || s.atOnce > mostScans {
		return c, fmt.Errorf("scans %d: so many go on at once, up to %d; 0 carries out none", s.atOnce, mostScans)
	}
	c = server.Scans{AtOnce: s.atOnce, Private: s.private}
	if s.scanners != "" {
		c.Scanners, err = readScanners(s.scanners)
	}
	return c, err
}

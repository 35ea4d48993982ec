package cli

import (
	"fmt"
	"time"

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
the profile. A program gets the variables of env (PATH, LANG and LC_ALL if there is no env),
HOME, TMPDIR, TMP and TEMP, which lead to a folder of its own, and no others; exits are exit
codes besides 0 that mean that all was checked. There may be folder, maxOutput, maxFolder and
maxLog as well. Only this file names programs; so keep others from
writing to it. What a program does is not locked in: it has your rights.

A scan of all its targets ends after --scan-timeout, as "timed out". The timeout of a profile
is that of one run of the program, so with {target} of one target: ten targets of 10 minutes
each take longer than an hour. It is as long as --scan-timeout unless it says less; one that
is longer is refused.`

// A scansCall is what the flags of serve say of scans.
type scansCall struct {
	scanners string
	atOnce   int
	timeout  time.Duration
	private  bool
}

func (s *scansCall) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.scanners, "scanners", "", "scan with the programs in `FILE`, too (default: with the built-in scanner alone)")
	flags.IntVar(&s.atOnce, "scans", 2, "carry out `N` scans at once, each of another customer; 0 carries out none")
	flags.DurationVar(&s.timeout, "scan-timeout", time.Hour, "end a scan that takes longer than `DURATION`, with all its targets")
	flags.BoolVar(&s.private, "scans-private", false, "let the built-in scanner connect to addresses that are not public, to scan your own network")
}

func (s *scansCall) config() (c server.Scans, err error) {
	if s.atOnce < 0 || s.atOnce > mostScans {
		return c, fmt.Errorf("scans %d: so many go on at once, up to %d; 0 carries out none", s.atOnce, mostScans)
	}
	if s.timeout <= 0 {
		return c, fmt.Errorf("scan timeout %s: it is a time such as 3h", s.timeout)
	}
	c = server.Scans{AtOnce: s.atOnce, Timeout: s.timeout, Private: s.private}
	if s.scanners != "" {
		c.Scanners, err = readScanners(s.scanners, s.timeout)
	}
	return c, err
}

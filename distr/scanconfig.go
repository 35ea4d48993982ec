package distr

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// DefaultProfile is the profile of a schedule, and of a run, that names none.
const DefaultProfile = "web"

// A ScanConfig says how scans are carried out. Scanners are needed, and it is best to
// have the same in all processes.
type ScanConfig struct {
	// Scanners are those there are, by the name of the profile that each is for; see
	// CheckScanProfile. A run of another profile fails.
	Scanners map[string]Scanner

	AtOnce   int           // runs that go on at the same time, in this process; default: 2
	Lease    time.Duration // how long nobody else takes a run over after its process died, at most an hour; default: 1 minute
	Beat     time.Duration // how often a run says that it goes on, and how far it is; at most a third of Lease; default: 5 seconds
	Every    time.Duration // how often to look for what is due; default: 2 seconds
	Timeout  time.Duration // how long an attempt may take; default: 1 hour
	Grace    time.Duration // how long a scanner may take to end when it is told to, before it is left behind; default: 1 minute
	Attempts int           // how often a run that fails is tried; default: 3
	Backoff  time.Duration // to leave a run alone that has failed; doubled each time, up to a day; default: 1 minute
}

// MaxFindings is how many different things a run may find. One that finds more fails,
// and says so; so many of them are kept.
const MaxFindings = 10_000

// completed is the config with its defaults. What cannot work is a tenant.ErrInvalid.
func (c ScanConfig) completed() (ScanConfig, error) {
	if len(c.Scanners) == 0 {
		return c, fmt.Errorf("%w scan config: it has no scanner; name at least one, such as that of the profile %q", tenant.ErrInvalid, DefaultProfile)
	}
	for name, scanner := range c.Scanners {
		if err := CheckScanProfile(name); err != nil {
			return c, err
		}
		if scanner == nil {
			return c, fmt.Errorf("%w scan config: the scanner of the profile %q is nil", tenant.ErrInvalid, name)
		}
	}
	c.Scanners = maps.Clone(c.Scanners)
	c.AtOnce = positive(c.AtOnce, 2)
	c.Lease = min(positive(c.Lease, time.Minute), longestLease)
	c.Beat = min(positive(c.Beat, 5*time.Second), max(c.Lease/3, time.Millisecond))
	c.Every = positive(c.Every, 2*time.Second)
	c.Timeout = positive(c.Timeout, time.Hour)
	c.Grace = positive(c.Grace, time.Minute)
	c.Attempts = positive(c.Attempts, 3)
	c.Backoff = min(positive(c.Backoff, time.Minute), longestWait)
	return c, nil
}

// scanner is that of a profile. None is a noScanner.
func (c ScanConfig) scanner(profile string) (Scanner, error) {
	if s := c.Scanners[profile]; s != nil {
		return s, nil
	}
	return nil, &noScanner{profile, strings.Join(slices.Sorted(maps.Keys(c.Scanners)), ", ")}
}

// wait is how long to leave a run alone after so many attempts.
func (c ScanConfig) wait(attempts int) time.Duration {
	d := c.Backoff
	for i := 1; i < attempts && d < longestWait; i++ {
		d *= 2
	}
	return min(d, longestWait)
}

// checkedProfile is the name of a profile that somebody has asked for.
func checkedProfile(name string) (string, error) {
	name = cmp.Or(name, DefaultProfile)
	return name, CheckScanProfile(name)
}

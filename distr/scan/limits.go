package scan

// Limits bound what is read of one SARIF file. What is beyond is an error, and never
// left out in silence; only texts are cut, to what a finding may hold.
type Limits struct {
	Bytes    int64 // of the file; default: 256 MiB
	Findings int   // results that count, in all runs; default: 100 000
	Depth    int   // of objects and arrays within each other; default: 100
	// Memory is how many bytes of rules, of names of files, and of results that come
	// before their rules may be kept of one run; default: 64 MiB. Results behind the
	// rules, where most tools write them, are not kept at all.
	Memory int64
}

func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	if l.Findings <= 0 {
		l.Findings = 100_000
	}
	if l.Depth <= 0 {
		l.Depth = 100
	}
	if l.Memory <= 0 {
		l.Memory = 64 << 20
	}
	return l
}

// A Summary is what a SARIF file held.
type Summary struct {
	Tools      []string // that ran, as "name version": one for each run, 20 at most
	Runs       int
	Results    int    // in all runs
	Findings   int    // of these: told to found
	Suppressed int    // of these: left out, since somebody has suppressed them (section 3.27.23)
	Absent     int    // of these: left out, since their baselineState is "absent" (section 3.27.24)
	Passed     int    // of these: left out, since their kind is "pass" or "notApplicable" (section 3.27.9)
	Failure    string // what a tool wrote of itself when it did not succeed (section 3.20.14); "" if all did
}

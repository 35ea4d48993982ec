package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// maxScanners is the largest file of scanners that is read, in bytes.
const maxScanners = 1 << 20

// readScanners reads the file that says which programs are scanners:
//
//	{"nightly": {"path": "/usr/bin/scanner", "args": ["--sarif", "--", "{target}"], "timeout": "10m"}}
//
// Nothing else names a program: neither what comes over a network nor what lies in
// the database. So who may write the file may run programs, and one that everybody may
// write is refused. Each error says on which line.
//
// A program may take as long as a whole scan of which it is a part, unless the file
// says less.
func readScanners(path string, longest time.Duration) (map[string]distr.Scanner, error) {
	text, err := readOwn(path)
	if err != nil {
		return nil, fmt.Errorf("reading the scanners: %w", err)
	}
	d := newStrictJSON(text)
	scanners := map[string]distr.Scanner{}
	err = d.object("a scanner", func(name string) error {
		if err := distr.CheckScanProfile(name); err != nil {
			return d.wrong("%w", err)
		}
		if name == distr.DefaultProfile {
			return d.wrong("%q is built in; call this one something else", name)
		}
		line := d.line()
		config, err := readScanner(d, longest)
		if err != nil {
			return err
		}
		if scanners[name], err = scan.NewCommand(config); err != nil {
			return fmt.Errorf("line %d: %q: %w", line, name, err)
		}
		return nil
	})
	if err == nil {
		err = d.end()
	}
	if err != nil {
		return nil, fmt.Errorf("scanners in %q: %w", path, err)
	}
	return scanners, nil
}

// readOwn reads a file of the operator's.
func readOwn(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is no file", path)
	case info.Size() > maxScanners:
		return nil, fmt.Errorf("%q has more than %d bytes", path, maxScanners)
	case info.Mode().Perm()&0o002 != 0 && runtime.GOOS != "windows":
		return nil, fmt.Errorf("everybody on this machine may write %q, and so run programs as you; take that away with chmod o-w", path)
	}
	return os.ReadFile(path)
}

// scannerFields are what may be said of a scanner.
var scannerFields = [...]string{"path", "args", "env", "folder", "timeout", "exits", "maxOutput", "maxFolder", "maxLog"}

func readScanner(d *strictJSON, longest time.Duration) (c scan.CommandConfig, err error) {
	c.Timeout = longest
	var timeout, maxOutput, maxFolder, maxLog string
	fields := map[string]any{
		"path": &c.Path, "args": &c.Args, "env": &c.Env, "folder": &c.Folder, "timeout": &timeout, "exits": &c.Exits,
		"maxOutput": &maxOutput, "maxFolder": &maxFolder, "maxLog": &maxLog,
	}
	err = d.object("a field", func(name string) error {
		to, known := fields[name]
		if !known {
			return d.wrong("a scanner has no field %.40q; there are %s", name, join(scannerFields[:]))
		}
		if err := d.value(name, to); err != nil {
			return err
		}
		switch name {
		case "path", "folder":
			if at := *to.(*string); !filepath.IsAbs(at) {
				return d.wrong("%s %q is not whole: it begins with a /, so that it is the same wherever serve is started", name, at)
			}
		case "timeout":
			if c.Timeout, err = time.ParseDuration(timeout); err != nil || c.Timeout <= 0 {
				return d.wrong("timeout %q: it is a time such as 10m or 1h30m", timeout)
			}
			if c.Timeout > longest {
				return d.wrong("timeout %q: a whole scan ends after %s; give serve a longer --scan-timeout, or say less here", timeout, longest)
			}
		case "exits":
			if slices.ContainsFunc(c.Exits, func(code int) bool { return code < 1 || code > 255 }) {
				return d.wrong("exits %v: exit codes besides 0 are 1 to 255", c.Exits)
			}
		case "maxOutput":
			return d.size(name, maxOutput, &c.MaxOutput)
		case "maxFolder":
			return d.size(name, maxFolder, &c.MaxFolder)
		case "maxLog":
			return d.size(name, maxLog, &c.MaxLog)
		}
		return nil
	})
	if err == nil && c.Path == "" {
		err = d.wrong("it has no path; say which program it is")
	}
	return c, err
}

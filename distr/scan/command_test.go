package scan_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// script is a scanner that the shell plays; its first argument is $1.
func script(t testing.TB, text string, change func(*scan.CommandConfig)) *scan.Command {
	t.Helper()
	c := scan.CommandConfig{
		Path: "/bin/sh", Args: []string{"-c", text, "scanner", "{target}"},
		Env: []string{"PATH", "OUT=" + t.TempDir()}, Folder: t.TempDir(), Timeout: time.Minute,
	}
	if change != nil {
		change(&c)
	}
	s, err := scan.NewCommand(c)
	require.NoError(t, err)
	return s
}

// scanAll scans, and is what was found and what was logged.
func scanAll(ctx context.Context, s distr.Scanner, targets ...string) ([]distr.Finding, string, error) {
	var found []distr.Finding
	var log bytes.Buffer
	job := distr.ScanJob{Run: "run_1", Log: &log}
	for _, target := range targets {
		job.Targets = append(job.Targets, distr.ScanTarget{Text: target, Kind: distr.ScanWebApp})
	}
	err := s.Scan(ctx, job, func(f distr.Finding) error {
		found = append(found, f)
		return nil
	})
	return found, log.String(), err
}

// told is a shell command that writes SARIF with one result, whose message is in
// double quotes of the shell.
func told(message string) string {
	return `printf '%s' '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"s"}},"results":[{"ruleId":"r","message":{"text":"'"` + message + `"'"}}]}]}'`
}

func TestCommand(t *testing.T) {
	t.Parallel()
	found, log, err := scanAll(t.Context(), script(t, told("$1 in $(basename $PWD | cut -c1-11)")+"; echo looking at $1 >&2; printf 'a\\033[2Jb\\n' >&2", nil),
		"https://a.example/$(id)`id`;'$HOME'", "b.example")
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, "https://a.example/$(id)`id`;'$HOME' in distr-scan-", found[0].Message, "no shell has read it")
	require.Equal(t, "https://a.example/$(id)`id`;'$HOME'", found[0].Target)
	require.Equal(t, "b.example", found[1].Target)
	require.NotEqual(t, found[0].Fingerprint, found[1].Fingerprint)
	require.Equal(t, "looking at https://a.example/$(id)`id`;'$HOME'\na [2Jb\nlooking at b.example\na [2Jb\n", log)
}

func TestCommandFingerprintsAreOfOneTarget(t *testing.T) {
	t.Parallel()
	s := script(t, told("the same"), nil)
	found, _, err := scanAll(t.Context(), s, "a.example", "b.example")
	require.NoError(t, err)
	again, _, err := scanAll(t.Context(), s, "b.example", "a.example")
	require.NoError(t, err)
	require.NotEqual(t, found[0].Fingerprint, found[1].Fingerprint)
	require.Equal(t, []distr.Finding{found[1], found[0]}, again)
}

// A scanner that knows of all targets may give the same problem the same fingerprint at
// each of them: they are several findings, and the same ones in each run, in whatever
// order and beside whatever other targets they are found.
func TestCommandFingerprintsOfAllTargets(t *testing.T) {
	t.Parallel()
	s := script(t, `echo '{"version":"2.1.0","runs":[{"results":['
		for at in $(cat "$1") http://elsewhere.example http://elsewhere.example/twice; do
			printf '%s{"ruleId":"r","message":{"text":"m"},"fingerprints":{"x/v1":"abc"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"%s/x"}}}]}' "$comma" "$at"; comma=,
		done
		echo ']}]}'`, func(c *scan.CommandConfig) { c.Args[3] = "{targets}" })
	scanned := func(targets ...string) map[string]string {
		found, _, err := scanAll(t.Context(), s, targets...)
		require.NoError(t, err)
		require.Len(t, found, len(targets)+2)
		marks := map[string]string{}
		for _, f := range found {
			marks[f.Fingerprint] = f.Target
		}
		return marks
	}
	once := scanned("https://a.example", "https://b.example")
	require.Len(t, once, 3, "what lies at no target is one, as the scanner says")
	require.Equal(t, once, scanned("https://b.example", "https://a.example"))
	for mark, target := range scanned("https://c.example", "https://a.example") {
		if target != "https://c.example" {
			require.Equal(t, once[mark], target)
		}
	}
	alone := scanned("https://a.example")
	require.Len(t, alone, 1)
	for mark, target := range alone {
		require.Equal(t, once[mark], target)
	}
}

// Each run has another folder, and finds the same.
func TestCommandFolderMakesNoOtherFinding(t *testing.T) {
	t.Parallel()
	s := script(t, `printf '%s' '{"version":"2.1.0","runs":[{"results":[{"ruleId":"r","message":{"text":"in '$PWD'/got/x.js"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file://'$TMPDIR'/got/x.js"}}}]}]}]}'`, nil)
	once, _, err := scanAll(t.Context(), s, "a.example")
	require.NoError(t, err)
	again, _, err := scanAll(t.Context(), s, "a.example")
	require.NoError(t, err)
	require.Equal(t, once, again)
	require.Equal(t, "in got/x.js", once[0].Message)
	require.Equal(t, "got/x.js", once[0].Location)
}

func TestCommandForAllTargets(t *testing.T) {
	t.Parallel()
	s := script(t, "", func(c *scan.CommandConfig) {
		c.Args = []string{"-c", `test $(wc -l < "${1#--list=}") = 3 || exit 9
			echo '{"version":"2.1.0","runs":[{"results":[' > "$2"
			for at in https://a.example/app/login https://a.example/other https://A.example:443/app https://b.example/x 192.0.2.7 https://none.example/; do
				printf '%s{"ruleId":"r","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"%s"}}}]}' "$comma" "$at" >> "$2"; comma=,
			done
			echo ']}]}' >> "$2"; echo to the log`, "scanner", "--list={targets}", "{output}"}
	})
	var done []int
	var at []string
	err := s.Scan(t.Context(), distr.ScanJob{
		Targets:  []distr.ScanTarget{{Text: "https://a.example/app"}, {Text: "b.example"}, {Text: "192.0.2.0/29"}},
		Progress: func(n, total int) { done = append(done, n, total) },
	}, func(f distr.Finding) error {
		at = append(at, f.Location+" "+f.Target)
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []int{3, 3}, done)
	require.Equal(t, []string{
		"https://a.example/app/login https://a.example/app", "https://a.example/other ", "https://A.example:443/app https://a.example/app",
		"https://b.example/x b.example", "192.0.2.7 192.0.2.0/29", "https://none.example/ ",
	}, at)
}

func TestCommandEnvironment(t *testing.T) {
	t.Setenv("SCAN_TEST_SECRET", "hunter2")
	t.Setenv("SCAN_TEST_NAMED", "handed on")
	found, _, err := scanAll(t.Context(), script(t, "", func(c *scan.CommandConfig) {
		c.Env = []string{"PATH", "SCAN_TEST_NAMED", "SCAN_TEST_ABSENT", "SET=a=b"}
		c.Args = []string{"-c", told("$(env | sort | tr '\\n' ' ')"), "scanner", "{target}"}
	}), "a.example")
	require.NoError(t, err)
	got := found[0].Message
	require.NotContains(t, got, "hunter2")
	require.NotContains(t, got, "ABSENT")
	require.Contains(t, got, "SCAN_TEST_NAMED=handed on SET=a=b TEMP=")
	require.Contains(t, got, "HOME= PATH=", "it leads to the folder, whose name is left out")
}

func TestCommandFails(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, script, want string
		change             func(*scan.CommandConfig)
		found              int
	}{
		{"an exit code", told("m") + "; exit 3", "a.example: the scanner failed: exit status 3", nil, 0},
		{"an exit code that is fine", told("m") + "; exit 1", "", func(c *scan.CommandConfig) { c.Exits = []int{1} }, 1},
		{"a signal", "kill -9 $$", "the scanner failed: signal: killed", func(c *scan.CommandConfig) { c.Exits = []int{-1} }, 0},
		{"nothing", "true", "SARIF at byte 0: it is empty", nil, 0},
		{"something else", "echo all is well", "begins with { and not with 'a'", nil, 0},
		{"something behind it", told("m") + "; echo all is well", "something comes behind its end", nil, 1},
		{"SARIF of hundreds of arrays", `printf '{"version":"2.1.0","x":'; head -c 100000 /dev/zero | tr '\0' '['`, "more than 100 objects and arrays", nil, 0},
		{"no file", "true # {output}", "the scanner has written no SARIF", nil, 0},
		{"a pipe for a file", "mkfifo {output}", "what the scanner has written cannot be read: output.sarif is no file", nil, 0},
		{"a folder for a file", "mkdir {output}", "what the scanner has written cannot be read: output.sarif is no file", nil, 0},
		{"a link for a file", "ln -s /etc/passwd {output}", "what the scanner has written cannot be read: output.sarif is no file", nil, 0},
		{"it says so itself", `echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"s"}},"invocations":[{"executionSuccessful":false}]}]}'`, "the scanner says that it did not succeed", nil, 0},
		{"a gigabyte", "exec cat /dev/zero", "it wrote more than 100000 bytes", func(c *scan.CommandConfig) { c.MaxOutput = 100_000 }, 0},
		{"a gigabyte from a child that has left", "setsid cat /dev/zero & wait", "it wrote more than 100000 bytes", func(c *scan.CommandConfig) { c.MaxOutput = 100_000 }, 0},
		{"a large file", "while :; do head -c 100000 /dev/zero >> x; done", "its folder holds more than 1000000 bytes", func(c *scan.CommandConfig) { c.MaxFolder = 1_000_000 }, 0},
		{"many files", "i=0; while :; do : > $i; i=$((i+1)); done", "its folder holds more than 1000000 bytes", func(c *scan.CommandConfig) { c.MaxFolder = 1_000_000 }, 0},
		{"it hangs", "sleep 1000", "it took longer than 100ms: context deadline exceeded", func(c *scan.CommandConfig) { c.Timeout = 100 * time.Millisecond }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := t.TempDir()
			s := script(t, test.script, func(c *scan.CommandConfig) {
				c.Folder = in
				if test.change != nil {
					test.change(c)
				}
			})
			found, log, err := scanAll(t.Context(), s, "a.example")
			require.Len(t, found, test.found)
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
				require.ErrorContains(t, err, "a.example: ")
				require.NotContains(t, err.Error(), "/", "customers are not told where the scanner and its files lie")
				require.Contains(t, log, "/bin/sh: ")
			}
			left, err := os.ReadDir(in)
			require.NoError(t, err)
			require.Empty(t, left, "its folder is gone")
		})
	}
}

// A program that talks without end is not held up, and little of it is kept.
func TestCommandLogIsBounded(t *testing.T) {
	t.Parallel()
	found, log, err := scanAll(t.Context(), script(t, "head -c 5000000 /dev/zero >&2; "+told("m"), func(c *scan.CommandConfig) { c.MaxLog = 1000 }), "a.example")
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, strings.Repeat(" ", 1000)+"\n… and 4999000 bytes more, which were not kept\n", log)
}

// What one target comes to says nothing about the next.
func TestCommandGoesOn(t *testing.T) {
	t.Parallel()
	s := script(t, `case $1 in bad*) exit 2;; esac; `+told("m"), nil)
	var done []int
	var found []string
	err := s.Scan(t.Context(), distr.ScanJob{
		Targets:  []distr.ScanTarget{{Text: "bad1.example"}, {Text: "good.example"}, {Text: "bad2.example"}},
		Progress: func(n, _ int) { done = append(done, n) },
	}, func(f distr.Finding) error {
		found = append(found, f.Target)
		return nil
	})
	require.EqualError(t, err, "2 targets could not be checked: bad1.example: the scanner failed: exit status 2; bad2.example: the scanner failed: exit status 2")
	not, is := errors.AsType[*distr.NotChecked](err)
	require.True(t, is)
	require.Equal(t, []string{"bad1.example", "bad2.example"}, not.Targets)
	require.Equal(t, []string{"good.example"}, found)
	require.Equal(t, []int{1, 2, 3}, done)
}

// It is of no use to try again only if that is so for all targets that were not checked.
func TestCommandTargetsOfNoUse(t *testing.T) {
	t.Parallel()
	s := script(t, `case $1 in junk*) echo junk;; bad*) exit 2;; *) `+told("m")+`;; esac`, nil)
	hasty := script(t, `case $1 in slow*) sleep 1000;; esac; exit 2`, func(c *scan.CommandConfig) { c.Timeout = 300 * time.Millisecond })
	for _, test := range []struct {
		name, targets       string
		with                *scan.Command
		not                 int
		never, late, checks bool
	}{
		{"all are", "junk1.example junk2.example", s, 2, true, false, false},
		{"one is", "junk.example bad.example", s, 2, false, false, false},
		{"one is, and one was checked", "junk.example good.example", s, 1, true, false, true},
		{"one takes too long", "bad.example slow.example", hasty, 2, false, true, false},
		{"many", "bad1 bad2 bad3 bad4 bad5 bad6 bad7", s, 7, false, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found, _, err := scanAll(t.Context(), test.with, strings.Fields(test.targets)...)
			require.Equal(t, test.checks, len(found) > 0)
			not, is := errors.AsType[*distr.NotChecked](err)
			require.True(t, is, err)
			require.Len(t, not.Targets, test.not)
			require.Equal(t, []bool{test.never, test.late}, []bool{errors.Is(err, tenant.ErrInvalid), errors.Is(err, context.DeadlineExceeded)}, err)
			if test.not > 5 {
				require.ErrorContains(t, err, "bad5: the scanner failed: exit status 2; and so on for 2 more")
				require.NotContains(t, err.Error(), "bad6")
			}
		})
	}
}

// What is of this machine is in the log alone.
func TestCommandKeepsItsMachineToItself(t *testing.T) {
	t.Parallel()
	at := filepath.Join(t.TempDir(), "scanner")
	require.NoError(t, os.WriteFile(at, []byte("#!/bin/sh\n"), 0o700))
	in := t.TempDir()
	s, err := scan.NewCommand(scan.CommandConfig{Path: at, Args: []string{"{targets}"}, Folder: in})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(at, []byte("#!/no/such/shell\n"), 0o700))
	_, log, err := scanAll(t.Context(), s, "a.example")
	require.EqualError(t, err, "the scanner could not be started")
	require.Contains(t, log, at+": the scanner could not be started (fork/exec "+at+": no such file or directory)")
	require.NoError(t, os.Remove(in))
	_, log, err = scanAll(t.Context(), s, "a.example")
	require.EqualError(t, err, "the scanner has got no folder")
	require.Contains(t, log, in)

	s = script(t, `echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"s"}},"invocations":[{"executionSuccessful":false,"toolExecutionNotifications":[{"level":"error","message":{"text":"no license in /opt/vendor"}}]}]}]}'`, nil)
	_, log, err = scanAll(t.Context(), s, "a.example")
	require.NotContains(t, err.Error(), "/opt/vendor")
	require.Contains(t, log, "/opt/vendor")
}

func TestCommandEndsWithWhoListens(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	var n atomic.Int32
	err := script(t, told("m"), nil).Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "a.example"}, {Text: "b.example"}}}, func(distr.Finding) error {
		n.Add(1)
		return full
	})
	require.ErrorIs(t, err, full)
	require.EqualValues(t, 1, n.Load())
}

func TestCommandRefusesTargets(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "ran")
	s := script(t, "touch "+out+"; "+told("m"), nil)
	for _, target := range []string{"", "-rf", "--config=/etc/passwd", "@/etc/passwd", "a b", "a\nb", "a\x00b", "a\tb", "\x7f"} {
		_, _, err := scanAll(t.Context(), s, "a.example", target)
		require.ErrorIs(t, err, tenant.ErrInvalid, "%q", target)
		require.NoFileExists(t, out, "%q", target)
	}
}

func TestCommandProfile(t *testing.T) {
	t.Parallel()
	s := script(t, "", func(c *scan.CommandConfig) {
		c.Args = []string{"-c", told("$1 at $2"), "scanner", "--profile={profile}", "{target}"}
	})
	for profile, want := range map[string]string{"Weekly check; id": "", "": "profile", "-x": "profile", "@file": "profile", "a\nb": "profile"} {
		var got string
		err := s.Scan(t.Context(), distr.ScanJob{Profile: profile, Targets: []distr.ScanTarget{{Text: "a.example"}}}, func(f distr.Finding) error {
			got = f.Message
			return nil
		})
		if want == "" {
			require.NoError(t, err)
			require.Equal(t, "--profile=Weekly check; id at a.example", got)
		} else {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, want)
		}
	}
}

// Without targets nothing would be wrong anywhere.
func TestScansNeedTargets(t *testing.T) {
	t.Parallel()
	web, err := scan.NewWeb(scan.WebConfig{})
	require.NoError(t, err)
	list := script(t, "", func(c *scan.CommandConfig) { c.Args = []string{"-c", told("m"), "scanner", "{targets}"} })
	for _, s := range []distr.Scanner{web, script(t, told("m"), nil), list} {
		require.ErrorIs(t, s.Scan(t.Context(), distr.ScanJob{}, nil), tenant.ErrInvalid)
	}
}

// A path that goes from here is found from elsewhere, too.
func TestCommandByRelativePath(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, os.WriteFile("scanner", []byte("#!/bin/sh\n"+told("$1")), 0o700))
	s, err := scan.NewCommand(scan.CommandConfig{Path: "./scanner", Args: []string{"{target}"}})
	require.NoError(t, err)
	found, _, err := scanAll(t.Context(), s, "a.example")
	require.NoError(t, err)
	require.Equal(t, "a.example", found[0].Message)
}

func TestNewCommandRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		give       scan.CommandConfig
	}{
		{"no program", "give the whole path of a program", scan.CommandConfig{}},
		{"a program that is not there", `"no-such-scanner" cannot be run`, scan.CommandConfig{Path: "no-such-scanner", Args: []string{"{target}"}}},
		{"a file that is no program", "permission denied", scan.CommandConfig{Path: "/etc/passwd", Args: []string{"{target}"}}},
		{"no target", "{target} or {targets}", scan.CommandConfig{Path: "/bin/sh", Args: []string{"{output}"}}},
		{"both", "{target} or {targets}", scan.CommandConfig{Path: "/bin/sh", Args: []string{"{target}", "{targets}"}}},
		{"a variable without a name", "is no variable", scan.CommandConfig{Path: "/bin/sh", Args: []string{"{target}"}, Env: []string{"=x"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := scan.NewCommand(test.give)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, test.want)
		})
	}
}

package cli

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestParseWhen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		text         string
		since, until string
	}{
		{"90m", "2026-03-31T10:30:00Z", "2026-03-31T10:30:00Z"},
		{"7d", "2026-03-24T12:00:00Z", "2026-03-24T12:00:00Z"},
		{"0d", "2026-03-31T12:00:00Z", "2026-03-31T12:00:00Z"},
		{"2026-02-28", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"},
		{"2026-02-28T18:00:00+02:00", "2026-02-28T16:00:00Z", "2026-02-28T16:00:00Z"},
	} {
		for days, want := range []string{tt.since, tt.until} {
			at, err := parseWhen(tt.text, now, days)
			require.NoError(t, err)
			require.Equal(t, want, at.Format(time.RFC3339), tt.text)
		}
	}
	for _, text := range []string{"d", "-1d", "1.5d", "36501d", "2026-02-30", "soon", "-1h", "24", "9999999999h"} {
		_, err := parseWhen(text, now, 0)
		require.Error(t, err, text)
	}
}

func TestShorten(t *testing.T) {
	t.Parallel()
	digest := "sha256:" + strings.Repeat("0123456789abcdef", 4)
	require.Equal(t, "sha256:01234…56789abcdef", shorten(digest, 24, false))
	require.Equal(t, "sha256:0123...6789abcdef", shorten(digest, 24, true))
	require.Equal(t, "1.4.2", shorten("1.4.2", 5, false))
	for width := 4; width < 40; width++ {
		for _, plain := range []bool{false, true} {
			for _, text := range []string{digest, "Ünïcödé — ünd möre", "a\x1b[2Jb\u202ec"} {
				short := shorten(text, width, plain)
				require.LessOrEqual(t, utf8.RuneCountInString(short), width)
				require.True(t, utf8.ValidString(short))
				require.NotContains(t, short, "\x1b")
			}
		}
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		1: "1 B", 999: "999 B", 1000: "1.0 kB", 9_949: "9.9 kB", 9_951: "10 kB", 999_499: "999 kB", 999_500: "1.0 MB", 1_500_000_000: "1.5 GB", 1 << 62: "4612 PB",
	} {
		require.Equal(t, want, size(n))
	}
}

func TestBars(t *testing.T) {
	t.Parallel()
	require.Equal(t, "████████████████████", bar(7, 7, 20, false))
	require.Equal(t, "██████████", bar(500, 1000, 20, false))
	require.Equal(t, "▏", bar(1, 1_000_000, 20, false), "what is there is never nothing")
	require.Equal(t, "#", bar(1, 1_000_000, 20, true))
	require.Empty(t, bar(0, 7, 20, false))
	for n := range int64(100) {
		require.LessOrEqual(t, utf8.RuneCountInString(bar(n, 99, 20, false)), 20)
		require.LessOrEqual(t, len(bar(n, 99, 20, true)), 20)
		require.LessOrEqual(t, utf8.RuneCountInString(refusedBar(n, 99, false)), refusedWidth)
	}
}

func TestUnicodeTerminal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		env  map[string]string
		want bool
	}{
		{"none", nil, false},
		{"LANG", map[string]string{"LANG": "de_DE.UTF-8"}, true},
		{"utf8", map[string]string{"LANG": "C.utf8"}, true},
		{"latin 1", map[string]string{"LANG": "de_DE.ISO-8859-1"}, false},
		{"LC_ALL goes first", map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, false},
		{"LC_CTYPE before LANG", map[string]string{"LC_CTYPE": "en_US.UTF-8", "LANG": "C"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, unicodeTerminal(func(name string) string { return tt.env[name] }))
		})
	}
}

func somePulls(n int, client string, failed error) func(func(distr.PullRecord, error) bool) {
	return func(yield func(distr.PullRecord, error) bool) {
		for i := range n {
			p := distr.PullRecord{ID: distr.PullID(fmt.Sprint(i)), Count: 1, Pull: entitlement.Pull{Time: time.Unix(0, 0), Client: client, Reason: "granted"}}
			if !yield(p, nil) {
				return
			}
		}
		if failed != nil {
			yield(distr.PullRecord{}, failed)
		}
	}
}

// TestExportIsHarmless writes what strangers send into a table that somebody will
// open with a spreadsheet.
func TestExportIsHarmless(t *testing.T) {
	t.Parallel()
	for client, want := range map[string]string{
		"=HYPERLINK(\"http://evil.example\")": "'=HYPERLINK(\"http://evil.example\")", "+1": "'+1", "-1": "'-1", "@SUM(1)": "'@SUM(1)", "\tx": "'\tx", "a,\"b\"\nc": "a,\"b\"\nc",
	} {
		var out bytes.Buffer
		require.NoError(t, export(&out, asCSV, csvNames[:], somePulls(1, client, nil), newPullRecord))
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Equal(t, csvNames[:], rows[0])
		require.Equal(t, want, rows[1][14])
	}
}

// counting counts what is written at a time.
type counting struct{ most, all int }

func (c *counting) Write(b []byte) (int, error) {
	c.most, c.all = max(c.most, len(b)), c.all+len(b)
	return len(b), nil
}

func TestExportStreams(t *testing.T) {
	t.Parallel()
	gone := errors.New("the database is gone")
	for _, form := range []exportForm{asCSV, asLines} {
		out := &counting{}
		require.NoError(t, export(out, form, csvNames[:], somePulls(20_000, "crane", nil), newPullRecord))
		require.Greater(t, out.all, 1_000_000)
		require.LessOrEqual(t, out.most, 64<<10)
		require.ErrorIs(t, export(out, form, csvNames[:], somePulls(3, "crane", gone), newPullRecord), gone)
		require.ErrorContains(t, export(failing{}, form, csvNames[:], somePulls(20_000, "crane", nil), newPullRecord), "writing the answer: no space")
	}
	_, err := addDays(somePulls(3, "", gone))
	require.ErrorIs(t, err, gone)
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space") }

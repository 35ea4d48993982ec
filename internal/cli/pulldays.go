package cli

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A pullDay adds up a day of one version.
type pullDay struct {
	Day        string                     `json:"day"`
	Repository entitlement.RepositoryPath `json:"repository"`
	Version    string                     `json:"version"` // empty: what was asked for is of none
	Pulls      int64                      `json:"pulls"`   // entries
	Bytes      int64                      `json:"bytes"`
	Refused    int64                      `json:"refused"` // how often
}

// addDays adds entries up, by day, repository and version in this order. Only the
// sums are in memory.
func addDays(pulls iter.Seq2[distr.PullRecord, error]) ([]*pullDay, error) {
	type key struct {
		day        string
		repository entitlement.RepositoryPath
		version    string
	}
	sums := map[key]*pullDay{}
	var days []*pullDay
	for p, err := range pulls {
		if err != nil {
			return nil, err
		}
		k := key{p.Time.UTC().Format(time.DateOnly), p.Repository, p.Version}
		d := sums[k]
		if d == nil {
			d = &pullDay{Day: k.day, Repository: k.repository, Version: k.version}
			sums[k], days = d, append(days, d)
		}
		if p.Allowed {
			d.Pulls++
			d.Bytes += p.Bytes
		} else {
			d.Refused += p.Count
		}
	}
	slices.SortFunc(days, func(a, b *pullDay) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Repository, b.Repository), cmp.Compare(a.Version, b.Version))
	})
	return days, nil
}

// How wide the bars are, in characters.
const (
	pullsWidth   = 20
	refusedWidth = 10
)

// drawDays answers with the sums, and with bars for people.
func (p *pullsCall) drawDays(pulls iter.Seq2[distr.PullRecord, error]) error {
	days, err := addDays(pulls)
	if err != nil {
		return err
	}
	var mostPulls, mostRefused int64
	for _, d := range days {
		mostPulls, mostRefused = max(mostPulls, d.Pulls), max(mostRefused, d.Refused)
	}
	return p.answer(append([]*pullDay{}, days...), func(w io.Writer) {
		if len(days) == 0 {
			fmt.Fprintln(w, "No pulls yet.")
			return
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "DAY\tREPOSITORY\tVERSION\tBYTES\tPULLS\t\tREFUSED\t")
		for _, d := range days {
			sent := ""
			if d.Bytes > 0 {
				sent = size(d.Bytes)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%d\t%s\n", d.Day,
				cell(shorten(string(d.Repository), nameWidth, p.plain)), cell(shorten(d.Version, nameWidth, p.plain)), cell(sent),
				d.Pulls, bar(d.Pulls, mostPulls, pullsWidth, p.plain), d.Refused, refusedBar(d.Refused, mostRefused, p.plain))
		}
		_ = table.Flush() // a buffer takes everything
	})
}

// bar is as long as its share of the longest, in eighths of a character where
// there are such; what is there is never nothing.
func bar(n, most int64, width int, plain bool) string {
	if n <= 0 || most <= 0 {
		return ""
	}
	eighths := max(1, int((float64(n)/float64(most))*float64(width*8)+0.5))
	if plain {
		return strings.Repeat("#", max(1, (eighths+4)/8))
	}
	text := strings.Repeat("█", eighths/8)
	if part := eighths % 8; part > 0 {
		text += string([]rune("▏▎▍▌▋▊▉")[part-1])
	}
	return text
}

func refusedBar(n, most int64, plain bool) string {
	sign := "░"
	if plain {
		sign = "x"
	}
	return strings.Repeat(sign, len(bar(n, most, refusedWidth, true)))
}

package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A gainText is what a grant or an edit would change, for people.
type gainText struct {
	customer tenant.CustomerID
	gain     distr.Gain
}

func (g gainText) write(w io.Writer) {
	fmt.Fprintln(w, printable(g.planned()))
	for _, r := range g.gain.Repositories {
		fmt.Fprintf(w, "%s: %s\n", r.Repository, g.changes(r))
		writeGained(w, r.Gained)
		writeLost(w, r.Lost)
		writeEnds(w, r.Ends)
		writeMoves(w, r.Aliases)
	}
	g.writeTried(w)
}

// planned says what would be written.
func (g gainText) planned() string {
	terms := func(of entitlement.Grant) string {
		if of.Expires.IsZero() {
			return of.Versions.String() + " without an end"
		}
		return of.Versions.String() + " until " + end(of.Expires)
	}
	next := g.gain.Grant
	if g.gain.Before == nil {
		return fmt.Sprintf("Nothing was written. %s would get a grant %q of %s: %s.", g.customer, next.Name, next.Product, terms(next))
	}
	return fmt.Sprintf("Nothing was written. Grant %q of %s has %s, and would have %s.", next.Name, next.Product, terms(*g.gain.Before), terms(next))
}

// changes says in a line what would change in a repository.
func (g gainText) changes(r distr.RepositoryGain) string {
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, count(n, one, many))
		}
	}
	add(len(r.Gained), "tag gained", "tags gained")
	add(len(r.Lost), "tag lost", "tags lost")
	add(r.Referrers, "referrer more", "referrers more")
	add(-r.Referrers, "referrer fewer", "referrers fewer")
	add(len(r.Ends), "end moved", "ends moved")
	add(len(r.Aliases), "alias moved", "aliases moved")
	switch {
	case r.After.Visible && len(parts) > 0:
		return join(parts)
	case r.After.Visible:
		return "nothing changes"
	default:
		return join(append(parts, unseen(r.After, g.gain.Feature, g.customer)))
	}
}

// newestOf are those of a long list that people see.
func newestOf[T any](all []T) []T { return all[:min(len(all), newest)] }

func writeGained(w io.Writer, tags []distr.HeldTag) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range newestOf(tags) {
		fmt.Fprintf(table, "  + %s\tversion %s\tuntil: %s\t%s\n", t.Tag, t.Version, end(t.Until), t.Digest)
	}
	_ = table.Flush() // a buffer takes everything
	writeMore(w, len(tags)-newest, "older tag gained", "older tags gained")
}

func writeLost(w io.Writer, tags []distr.HeldTag) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range newestOf(tags) {
		fmt.Fprintf(table, "  - %s\tversion %s\t%s\n", t.Tag, t.Version, t.Digest)
	}
	_ = table.Flush()
	writeMore(w, len(tags)-newest, "older tag lost", "older tags lost")
}

func writeEnds(w io.Writer, ends []distr.MovedEnd) {
	for _, e := range newestOf(ends) {
		fmt.Fprintf(w, "  %s ends: %s → %s\n", e.Tag, end(e.From), end(e.To))
	}
	writeMore(w, len(ends)-newest, "older tag whose end moves", "older tags whose ends move")
}

func writeMoves(w io.Writer, aliases []distr.MovedAlias) {
	same := chunked(aliases, func(a, b distr.MovedAlias) bool { return a.From == b.From && a.To == b.To })
	meaning := func(version string) string {
		if version == "" {
			return "nothing"
		}
		return version
	}
	for _, of := range newestOf(same) {
		fmt.Fprintf(w, "  %s: %s → %s\n", join(collect(of, func(a distr.MovedAlias) string { return a.Tag })), meaning(of[0].From), meaning(of[0].To))
	}
	writeMore(w, len(same)-newest, "other move of aliases", "other moves of aliases")
}

func (g gainText) writeTried(w io.Writer) {
	if len(g.gain.Tried) == 0 {
		fmt.Fprintln(w, "None of it was tried and refused in the last 30 days.")
		return
	}
	fmt.Fprintln(w, "Tried and refused in the last 30 days:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, t := range newestOf(g.gain.Tried) {
		between := ":"
		if _, err := entitlement.ParseDigest(t.Reference); err == nil {
			between = "@"
		}
		fmt.Fprintf(table, "  %s%s%s\tversion %s\t%s\tlast %s\n", t.Repository, between, printable(t.Reference), t.Version, count(t.Times, "time", "times"), clock(moment(t.Last), ""))
	}
	_ = table.Flush()
	writeMore(w, len(g.gain.Tried)-newest, "other", "others")
}

// end is when a grant ends, for people.
func end(t time.Time) string { return clock(moment(t), "never") }

package cli

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// How many entries of a long list people see.
const (
	newest     = 20
	everything = math.MaxInt
)

// A previewText is a preview for people.
type previewText struct {
	customer tenant.CustomerID
	seen     distr.Preview
	ahead    bool // at an instant to come
	most     int  // of each list
}

func (p previewText) write(w io.Writer) {
	var nothing []string // repositories of which nothing was ever granted
	repositories := 0
	if p.ahead {
		p.writeUntil(w)
	}
	if why := whyStopped(p.seen); why != "" {
		fmt.Fprintf(w, "The registry accepts no token of %s now, whatever is granted: %s.\n", p.customer, why)
	}
	for _, of := range p.seen.Products {
		for _, r := range of.Repositories {
			repositories++
			if r.Standing.Reason == entitlement.NoGrant {
				nothing = append(nothing, string(r.Repository))
				continue
			}
			fmt.Fprintf(w, "%s (product %s): %s\n", r.Repository, of.Product.ID, p.stands(r, of.Feature))
			p.writeTags(w, r.Tags, of.Grants)
			writeAliases(w, r.Aliases, p.most)
		}
	}
	switch {
	case repositories == 0:
		fmt.Fprintln(w, `There is no repository yet. Add one with "distr product add".`)
	case len(nothing) > 0:
		fmt.Fprintf(w, "Nothing is granted of %s; to the customer they do not exist.\n", first(nothing, p.most))
	}
}

// stands says how it stands with a repository as a whole.
func (p previewText) stands(r distr.RepositoryPreview, feature tenant.Feature) string {
	if !r.Standing.Visible {
		return unseen(r.Standing, feature, p.customer)
	}
	return fmt.Sprintf("%s, %s", count(len(r.Tags), "tag", "tags"), count(r.Referrers, "referrer", "referrers"))
}

// unseen says why nothing of a repository is visible, and what the registry says
// of it.
func unseen(s distr.Standing, feature tenant.Feature, customer tenant.CustomerID) string {
	switch s.Reason {
	case entitlement.Expired:
		return fmt.Sprintf("ended at %s, which the registry tells unless it conceals refusals", clock(moment(s.Until), ""))
	case entitlement.NotYet:
		return fmt.Sprintf("unknown to the customer until %s, when a grant begins", clock(moment(s.Until), ""))
	case entitlement.FeatureOff:
		return fmt.Sprintf("unknown to the customer, whose feature %s is off; see \"distr feature enable %s %[1]s\"", feature, customer)
	case entitlement.NotCovered:
		return "unknown to the customer: no version that is granted is published"
	default:
		return "unknown to the customer: nothing of it is granted"
	}
}

// writeUntil says which grants begin or end before the instant of the preview.
func (p previewText) writeUntil(w io.Writer) {
	now := time.Now()
	between := func(t time.Time) bool { return t.After(now) && !t.After(p.seen.At) }
	fmt.Fprintf(w, "At %s:\n", clock(moment(p.seen.At), ""))
	for _, of := range p.seen.Products {
		for _, g := range of.Grants {
			if between(g.Starts) {
				fmt.Fprintf(w, "  grant %s of %s begins at %s\n", printable(g.Name), of.Product.ID, clock(moment(g.Starts), ""))
			}
			if between(g.Expires) {
				fmt.Fprintf(w, "  grant %s of %s ends at %s\n", printable(g.Name), of.Product.ID, clock(moment(g.Expires), ""))
			}
		}
	}
}

func (p previewText) writeTags(w io.Writer, tags []distr.HeldTag, grants []entitlement.Grant) {
	if len(tags) == 0 {
		return
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "  TAG\tVERSION\tUNTIL\tGRANT\tDIGEST")
	for _, t := range tags[:min(len(tags), p.most)] {
		name := string(t.Grant)
		if i := slices.IndexFunc(grants, func(g entitlement.Grant) bool { return g.ID == t.Grant }); i >= 0 {
			name = grants[i].Name
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", t.Tag, t.Version, clock(moment(t.Until), "for ever"), cell(name), t.Digest)
	}
	_ = table.Flush() // a buffer takes everything
	writeMore(w, len(tags)-p.most, "older tag", "older tags")
}

// writeAliases writes the aliases of one version on one line.
func writeAliases(w io.Writer, aliases []entitlement.Alias, most int) {
	same := chunked(aliases, func(a, b entitlement.Alias) bool { return a.Version == b.Version })
	for _, of := range same[:min(most, len(same))] {
		fmt.Fprintf(w, "  %s → %s\n", join(collect(of, func(a entitlement.Alias) string { return a.Tag })), of[0].Version)
	}
	writeMore(w, len(same)-most, "version with aliases", "versions with aliases")
}

// chunked divides a list where neighbours are not the same.
func chunked[T any](all []T, same func(a, b T) bool) (chunks [][]T) {
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && same(all[start], all[end]) {
			end++
		}
		chunks = append(chunks, all[start:end])
		start = end
	}
	return chunks
}

// writeMore says how many were not shown.
func writeMore(w io.Writer, n int, one, many string) {
	if n > 0 {
		fmt.Fprintf(w, "  and %s\n", count(n, one, many))
	}
}

// first lists the first names of many.
func first(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

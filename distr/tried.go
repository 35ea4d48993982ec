package distr

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A Tried is something that the customer asked for and was refused.
type Tried struct {
	Repository entitlement.RepositoryPath
	Reference  string    // the tag or digest as it was asked for
	Version    string    // what would be pulled
	Times      int       // how often
	Last       time.Time // when the last of its entries in the pull log began
}

// triedFor is how far back refusals count.
const triedFor = 30 * 24 * time.Hour

// refusals are what was refused, by repository, oldest first.
type refusals map[entitlement.RepositoryPath][]PullRecord

// refusedLately reads the customer's refusals from the pull log.
func (a *Account) refusedLately(ctx context.Context, at time.Time) (refusals, error) {
	log, err := a.vendor.Pulls(ctx, PullQuery{Customer: a.id, Outcome: Refused, Since: at.Add(-triedFor)})
	if err != nil {
		return nil, err
	}
	found := refusals{}
	for _, p := range log {
		found[p.Repository] = append(found[p.Repository], p)
	}
	return found, nil
}

// allowed are the refusals that would be none: what was asked for, or the digest
// that it was then, is not allowed before and is after.
func (r refusals) allowed(repository entitlement.RepositoryPath, before, after entitlement.Holding, at time.Time) []Tried {
	gained := func(want wanted) (string, bool) {
		d := want.decide(after, at)
		return d.Version, d.Allowed && !want.decide(before, at).Allowed
	}
	found := map[string]*Tried{}
	for _, p := range r[repository] {
		known := found[p.Reference]
		if known == nil {
			want, err := parseWanted(p.Reference, strings.Contains(p.Reference, ":"))
			if err != nil {
				continue // what no registry understands is in none
			}
			version, now := gained(want)
			if !now && !p.Digest.IsZero() {
				version, now = gained(wanted{digest: p.Digest})
			}
			if !now {
				continue
			}
			known = &Tried{Repository: repository, Reference: p.Reference, Version: version}
			found[p.Reference] = known
		}
		known.Times += int(p.Count)
		known.Last = p.Time
	}
	out := make([]Tried, 0, len(found))
	for _, t := range found {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(x, y Tried) int { return strings.Compare(x.Reference, y.Reference) })
	return out
}

package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

func findingsOfQuery(t T, s distr.Store, q distr.FindingQuery) []distr.FindingRecord {
	t.Helper()
	return lookCustomer(t, s, customerID, func(c distr.CustomerView) ([]distr.FindingRecord, error) { return c.Findings(q) })
}

// findingsListed puts findings in no order, more than one statement takes, and asks
// in every way that there is.
func findingsListed(t T, s distr.Store) {
	t.Helper()
	var all []distr.FindingRecord
	for i, name := range [][2]string{
		{"web", "b"}, {"Web", "b"}, {"web", "B"}, {"", "x"}, {"web", ""}, {"web", "a"}, {"web.", "a"}, {"we", "b"}, {"webb", "a"}, {"é", "1"}, {"web", "%"}, {"web", "a_"},
	} {
		all = append(all, finding(name[0], name[1], i))
	}
	const many = 700
	for i := range many {
		all = append(all, finding("many", fmt.Sprintf("f%05d", i*271%many), i))
	}
	for chunk := range slices.Chunk(all, 301) {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutFindings(slices.Clone(chunk)) })
	}
	slices.SortFunc(all, func(a, b distr.FindingRecord) int { return a.Mark().Compare(b.Mark()) })
	for _, q := range []distr.FindingQuery{
		{}, {Open: true}, {Profile: "web"}, {Profile: "WEB"}, {Profile: "web", Open: true}, {Profile: "many", Open: true}, {Profile: "none"},
		{After: distr.FindingMark{Profile: "web", Fingerprint: "a"}}, {After: distr.FindingMark{Profile: "web"}}, {After: distr.FindingMark{Fingerprint: "x"}}, {After: distr.FindingMark{Profile: "web", Fingerprint: "aa"}, Open: true},
		{Profile: "web", After: distr.FindingMark{Profile: "web", Fingerprint: "B"}}, {Profile: "web", After: distr.FindingMark{Profile: "we", Fingerprint: "z"}},
		{Profile: "web", After: distr.FindingMark{Profile: "webb"}}, {After: distr.FindingMark{Profile: "é", Fingerprint: "1"}}, {Profile: "web", After: distr.FindingMark{Profile: "web", Fingerprint: "B"}, Open: true},
	} {
		for _, q.Limit = range []int{0, 1, 3, 100, 1000} {
			want := []distr.FindingRecord{}
			for _, r := range all {
				if q.Selects(r) && (q.Limit == 0 || len(want) < q.Limit) {
					want = append(want, r)
				}
			}
			got := append([]distr.FindingRecord{}, findingsOfQuery(t, s, q)...)
			require.Equal(t, text(want), text(got), "the findings of the query %+v, by profile and fingerprint", q)
		}
	}
}

// finding is one of a name, every third of which is resolved.
func finding(profile, fingerprint string, i int) distr.FindingRecord {
	r := distr.FindingRecord{Profile: profile, Finding: distr.Finding{Fingerprint: fingerprint, Line: i}, First: at(1), Last: at(i % 60)}
	if i%3 == 2 {
		r.Resolved = at(i % 60)
	}
	return r
}

// findingsAgain puts findings over others, and one twice at once.
func findingsAgain(t T, s distr.Store) {
	t.Helper()
	samples := findingsOf("again")
	put := func(records ...distr.FindingRecord) {
		t.Helper()
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutFindings(records) })
	}
	for _, want := range []distr.FindingRecord{samples[0], samples[1], {Resolved: time.Unix(0, 0).UTC()}, {Finding: distr.Finding{Message: "é';--", Help: "\n", Line: 1 << 40}}, {}} {
		want.Profile, want.Fingerprint = "again", "one"
		put(want)
		for _, open := range []bool{false, true} {
			q := distr.FindingQuery{Profile: "again", Open: open}
			listed := []distr.FindingRecord{}
			if q.Selects(want) {
				listed = append(listed, want)
			}
			require.Equal(t, text(listed), text(append([]distr.FindingRecord{}, findingsOfQuery(t, s, q)...)), "a finding that was put over another, open: %t", open)
		}
	}
	first, other, last := finding("twice", "x", 1), finding("twice", "y", 2), finding("twice", "x", 3)
	put(first, other, last)
	require.Equal(t, text([]distr.FindingRecord{last, other}), text(findingsOfQuery(t, s, distr.FindingQuery{Profile: "twice"})), "of a finding that is in a list twice, what is said last")
	put()
}

package storetest

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// pullLog puts entries again, in every way that a writer does who was broken off,
// and asks for entries by what they say.
func pullLog(t T, s distr.Store) {
	pullsGrow(t, s)
	pullsByWhatTheySay(t, s)
	pullsByPage(t, s)
}

// pullsGrow puts an entry again that has grown, the same once more, and one that
// says something else of everything.
func pullsGrow(t T, s distr.Store) {
	t.Helper()
	first := newSample("first").pull
	first.Count, first.Bytes, first.Cut = 1, 100, false
	grown := first
	grown.Count, grown.Bytes, grown.Cut = 4, 1<<41, true
	other := distr.PullRecord{ID: first.ID, Customer: "initech", Token: "crd_2", TokenName: "other", Count: 2, Pull: entitlement.Pull{
		Time: first.Time, Repository: "acme/other", Reference: "v9", Version: "9", Reason: entitlement.Unknown, Bytes: 7, Client: "other",
	}}
	want := first
	want.Count, want.Bytes, want.Cut = 2, 7, false

	for _, put := range []struct {
		name  string
		pulls []distr.PullRecord
		want  distr.PullRecord
	}{
		{"an entry", []distr.PullRecord{first}, first},
		{"nothing", nil, first},
		{"the same again", []distr.PullRecord{first}, first},
		{"the same as it has grown", []distr.PullRecord{grown}, grown},
		{"the same as it was", []distr.PullRecord{first}, first},
		{"the same twice in one list", []distr.PullRecord{first, grown}, grown},
		{"one of the same ID that says otherwise", []distr.PullRecord{other}, want},
	} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutPulls(put.pulls) })
		kept := look(t, s, acme, func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(distr.PullQuery{}) })
		require.Equal(t, text([]distr.PullRecord{put.want}), text(kept), "the pull log after %s was put", put.name)
	}
	update(t, s, "twice", func(tx distr.VendorTx) error {
		if err := tx.PutPulls([]distr.PullRecord{first, grown}); err != nil {
			return err
		}
		return tx.PutPulls([]distr.PullRecord{other})
	})
	kept := look(t, s, "twice", func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(distr.PullQuery{}) })
	require.Equal(t, text([]distr.PullRecord{want}), text(kept), "an entry that was put three times in one update")

	failed := s.Update(t.Context(), "twice", func(tx distr.VendorTx) error {
		if err := tx.PutPulls([]distr.PullRecord{grown}); err != nil {
			return err
		}
		return errMine
	})
	require.ErrorIs(t, failed, errMine)
	kept = look(t, s, "twice", func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(distr.PullQuery{}) })
	require.Equal(t, text([]distr.PullRecord{want}), text(kept), "an entry that has grown in an update that failed")
}

func pullsByWhatTheySay(t T, s distr.Store) {
	t.Helper()
	const vendor = "asked"
	put := func(id distr.PullID, minute int, r entitlement.RepositoryPath, version string, reason entitlement.Reason) distr.PullRecord {
		return distr.PullRecord{ID: id, Customer: customerID, Count: 1, Pull: entitlement.Pull{
			Time: at(minute), Repository: r, Version: version, Allowed: reason == entitlement.Granted, Reason: reason,
		}}
	}
	update(t, s, vendor, func(tx distr.VendorTx) error {
		return tx.PutPulls([]distr.PullRecord{
			put("p1", 1, "acme/app", "1.4.2", entitlement.Granted),
			put("p2", 2, "acme/App", "1.4.2", entitlement.Granted),
			put("p3", 3, "acme/app", "1.4.2 ", entitlement.NotCovered),
			put("p4", 4, "acme/app", "", entitlement.Unknown),
			put("p5", 5, "acme/app", "2.0.0", entitlement.NotCovered),
			put("p6", 6, "acme/app2", "2.0.0", entitlement.Granted),
			put("p7", 7, "acme/app", "1.4.2", entitlement.Granted),
		})
	})
	for _, q := range []struct {
		name  string
		query distr.PullQuery
		want  []distr.PullID
	}{
		{"a repository", distr.PullQuery{Repository: "acme/app"}, []distr.PullID{"p1", "p3", "p4", "p5", "p7"}},
		{"the newest two of a repository", distr.PullQuery{Repository: "acme/app", Limit: 2}, []distr.PullID{"p5", "p7"}},
		{"a repository since then", distr.PullQuery{Repository: "acme/app", Since: at(5)}, []distr.PullID{"p5", "p7"}},
		{"a version", distr.PullQuery{Version: "1.4.2"}, []distr.PullID{"p1", "p2", "p7"}},
		{"a version that nothing is of", distr.PullQuery{Version: "3"}, nil},
		{"what was allowed", distr.PullQuery{Outcome: distr.Allowed}, []distr.PullID{"p1", "p2", "p6", "p7"}},
		{"what was refused", distr.PullQuery{Outcome: distr.Refused}, []distr.PullID{"p3", "p4", "p5"}},
		{"the newest refusal", distr.PullQuery{Outcome: distr.Refused, Limit: 1}, []distr.PullID{"p5"}},
		{"the oldest two refusals", distr.PullQuery{Outcome: distr.Refused, Limit: 2, Oldest: true}, []distr.PullID{"p3", "p4"}},
		{"an outcome that there is not", distr.PullQuery{Outcome: "lost"}, nil},
		{"a reason", distr.PullQuery{Reason: entitlement.NotCovered}, []distr.PullID{"p3", "p5"}},
		{"everything at once", distr.PullQuery{Customer: customerID, Repository: "acme/app", Version: "1.4.2", Outcome: distr.Allowed,
			Reason: entitlement.Granted, Since: at(1), Until: at(7), After: distr.PullMark{Time: at(1)}, Limit: 5}, []distr.PullID{"p1"}},
	} {
		pulls := look(t, s, vendor, func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(q.query) })
		require.Equal(t, q.want, ids(pulls, func(p distr.PullRecord) distr.PullID { return p.ID }), "pulls, asked for by %s", q.name)
	}
}

// pullsByPage reads a log page by page, more of it than one statement takes, with
// many entries of one instant.
func pullsByPage(t T, s distr.Store) {
	t.Helper()
	const many, page = 700, 64
	var all []distr.PullRecord
	var want []distr.PullID
	for i := range many {
		id := distr.PullID(fmt.Sprintf("p%05d", i))
		all, want = append(all, distr.PullRecord{ID: id, Pull: entitlement.Pull{Time: at(i / 100)}}), append(want, id)
	}
	update(t, s, "paged", func(tx distr.VendorTx) error { return tx.PutPulls(all) })
	var got []distr.PullID
	q := distr.PullQuery{Limit: page, Oldest: true}
	for len(got) <= many {
		pulls := look(t, s, "paged", func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(q) })
		if len(pulls) == 0 {
			break
		}
		got = append(got, ids(pulls, func(p distr.PullRecord) distr.PullID { return p.ID })...)
		q.After = pulls[len(pulls)-1].Mark()
	}
	require.Equal(t, want, got, "pulls, page by page")
}

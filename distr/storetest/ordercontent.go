package storetest

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// movesInOrder moves a release in one of its repositories, then in the other,
// then back to where it began.
func movesInOrder(t T, s distr.Store) {
	t.Helper()
	first, second, chart, newer := imageClosure("z"), imageClosure("a"), chartClosure("m"), chartClosure("b")
	r := entitlement.Release{Version: "moves", At: at(1), Follows: true, Roots: map[entitlement.RepositoryPath]entitlement.Root{
		imagePath: {Tag: "moves", Digest: first.Root}, chartPath: {Tag: "moves", Digest: chart.Root},
	}}
	update(t, s, acme, func(tx distr.VendorTx) error {
		return tx.PutRelease("a", r, map[entitlement.RepositoryPath]entitlement.Closure{imagePath: first, chartPath: chart})
	})
	for _, move := range []struct {
		path    entitlement.RepositoryPath
		to      entitlement.Closure
		image   []entitlement.Closure
		chart   []entitlement.Closure
		because string
	}{
		{imagePath, second, []entitlement.Closure{first, second}, []entitlement.Closure{chart}, "moved in one repository"},
		{chartPath, newer, []entitlement.Closure{first, second}, []entitlement.Closure{chart, newer}, "moved in another one"},
		{imagePath, first, []entitlement.Closure{first, second, first}, []entitlement.Closure{chart, newer}, "moved back"},
	} {
		r.Revision++
		r.Roots[move.path] = entitlement.Root{Tag: "moves", Digest: move.to.Root}
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.MoveRelease("a", r, map[entitlement.RepositoryPath]entitlement.Closure{move.path: move.to})
		})
		image := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Closure, error) { return v.Closures("a", "moves", imagePath) })
		require.Equal(t, text(move.image), text(image), "what a release was and is, first put first: %s", move.because)
		chart := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Closure, error) { return v.Closures("a", "moves", chartPath) })
		require.Equal(t, text(move.chart), text(chart), "what a release was and is in its other repository: %s", move.because)
		releases := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Release, error) { return v.Releases("a") })
		require.Contains(t, text(releases), text(r), "a release that %s", move.because)
	}
}

// referrersInOrder puts more than one statement or page may hold, and the first
// of them once more.
func referrersInOrder(t T, s distr.Store) {
	t.Helper()
	const many = 300
	var want []string
	for i := range many {
		want = append(want, fmt.Sprintf("tag-%d", (i*7)%many))
	}
	want = append(want, want[0])
	for chunk := range slices.Chunk(want, 101) {
		update(t, s, acme, func(tx distr.VendorTx) error {
			for _, tag := range chunk {
				r := signature(tag, entitlement.SHA256([]byte("content")))
				r.Tag = tag
				if err := tx.PutReferrer("a", imagePath, r); err != nil {
					return err
				}
			}
			r := signature("elsewhere", entitlement.SHA256([]byte("content")))
			return tx.PutReferrer("B", imagePath, r)
		})
	}
	for _, skip := range []int{0, 1, 100, many, many + 1, many + 2, many * 2} {
		list := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Referrer, error) { return v.Referrers("a", imagePath, skip) })
		tags := ids(list, func(r entitlement.Referrer) string { return r.Tag })
		require.Equal(t, append([]string(nil), want[min(skip, len(want)):]...), tags, "referrers in the order in which they were put, without the first %d", skip)
		for _, r := range list {
			require.Len(t, r.Closure.Items, 2, "the content of a referrer, without the first %d", skip)
		}
	}
}

// upstreamsInOrder puts them in no order, and removes one.
func upstreamsInOrder(t T, s distr.Store) {
	t.Helper()
	sorted := []entitlement.RepositoryPath{"", "1", "10", "2", "a", "a-1", "a.1", "a/1", "a/b", "a1", "a_1", "aa", "b"}
	list := func() []entitlement.RepositoryPath {
		all := look(t, s, acme, distr.VendorView.Upstreams)
		return ids(all, func(u distr.Upstream) entitlement.RepositoryPath { return u.Repository })
	}
	for i := range sorted {
		r := sorted[(i*5)%len(sorted)]
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutUpstream(upstreamOf(r, fmt.Sprint(-i))) })
	}
	require.Equal(t, sorted, list(), "upstreams are ascending by repository, in byte order")
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveUpstream("a/1") })
	require.Equal(t, slices.Concat(sorted[:7], sorted[8:]), list(), "upstreams, without one that was removed")
}

// keysInOrder puts one again, and removes one and puts it again.
func keysInOrder(t T, s distr.Store) {
	t.Helper()
	put := func(id string, minute int) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error {
			return tx.PutSigningKey(distr.SigningKey{ID: id, Created: at(minute), Signs: at(59 - minute)})
		}
	}
	remove := func(id string) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error { return tx.RemoveSigningKey(id) }
	}
	for _, step := range []struct {
		do   func(distr.VendorTx) error
		want []string
	}{
		{put("c", 9), []string{"c"}},
		{put("a", 8), []string{"c", "a"}},
		{put("B", 7), []string{"c", "a", "B"}},
		{put("c", 6), []string{"c", "a", "B"}},
		{remove("a"), []string{"c", "B"}},
		{put("a", 10), []string{"c", "B", "a"}},
		{remove("a"), []string{"c", "B"}},
		{put("b", 5), []string{"c", "B", "b"}},
	} {
		update(t, s, acme, step.do)
		keys := look(t, s, acme, distr.VendorView.SigningKeys)
		require.Equal(t, step.want, ids(keys, func(k distr.SigningKey) string { return k.ID }), "signing keys, first put first")
	}
}

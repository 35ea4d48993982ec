package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// brokenContents lose something of what releases consist of, or of what refers
// to them.
func brokenContents() []broken {
	referrers := func(list func(all []entitlement.Referrer, skip int) []entitlement.Referrer) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return referrersView{v, list} })
	}
	now := bendView(func(v distr.VendorView) distr.VendorView { return nowView{v} })
	return []broken{
		{"forgets what a release was before it moved", "Order", "what a release was and is, first put first", now},
		{"forgets what a release was before it moved", "RoundTrip", "VendorView.Closures(image)", now},
		{"keeps all that is said of a release that moves", "RoundTrip", "VendorView.Releases", func() distr.Store {
			moves := map[string]entitlement.Release{}
			return bent{Store: memory.New(),
				view: func(v distr.VendorView) distr.VendorView { return takingView{v, moves} },
				tx:   func(tx distr.VendorTx) distr.VendorTx { return takingTx{tx, moves} },
			}
		}},
		{"leaves the roots of a release that moves", "Order", "a release that moved in one repository", bendView(func(v distr.VendorView) distr.VendorView { return rootedView{v} })},
		{"lists referrers from the beginning", "Order", "without the first 1", referrers(func(all []entitlement.Referrer, _ int) []entitlement.Referrer {
			return all
		})},
		{"lists each referrer once", "Order", "without the first 0", referrers(func(all []entitlement.Referrer, skip int) []entitlement.Referrer {
			seen := map[string]bool{}
			all = slices.DeleteFunc(all, func(r entitlement.Referrer) bool {
				again := seen[r.Tag]
				seen[r.Tag] = true
				return again
			})
			return all[min(skip, len(all)):]
		})},
		{"lists referrers newest first", "Order", "in the order in which they were put", referrers(func(all []entitlement.Referrer, skip int) []entitlement.Referrer {
			slices.Reverse(all)
			return all[min(skip, len(all)):]
		})},
		{"forgets what kind of artifact it is", "RoundTrip", "VendorView.Referrers", referrers(func(all []entitlement.Referrer, skip int) []entitlement.Referrer {
			for i := range all {
				all[i].Closure.ArtifactType = ""
			}
			return all[min(skip, len(all)):]
		})},
		{"makes an empty map of none", "RoundTrip", "annotations that are nil come back as nil", referrers(func(all []entitlement.Referrer, skip int) []entitlement.Referrer {
			for i, r := range all {
				if r.Closure.Annotations == nil {
					all[i].Closure.Annotations = map[string]string{}
				}
			}
			return all[min(skip, len(all)):]
		})},
		{"hands the same annotations to everyone who views", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string]map[string]string{}
			return bendView(func(v distr.VendorView) distr.VendorView {
				return referrersView{v, func(all []entitlement.Referrer, skip int) []entitlement.Referrer {
					for i, r := range all {
						all[i].Closure.Annotations = remembered(kept, r.Closure.Annotations)
					}
					return all[min(skip, len(all)):]
				}}
			})()
		}},
		{"takes a repository's referrers for those of all", "NotFound", "Referrers of the product", bendView(func(v distr.VendorView) distr.VendorView {
			return referrersView{v, func(all []entitlement.Referrer, _ int) []entitlement.Referrer {
				if len(all) == 0 {
					all, _ = v.Referrers(productID, imagePath, 0)
				}
				return all
			}}
		})},
	}
}

// nowView shows what a release is, and not what it was.
type nowView struct{ distr.VendorView }

func (v nowView) Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	list, err := v.VendorView.Closures(p, version, r)
	return list[max(0, len(list)-1):], err
}

// takingTx and takingView let a move change more than the roots and the
// revision.
type takingTx struct {
	distr.VendorTx
	moves map[string]entitlement.Release
}

func (tx takingTx) MoveRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	tx.moves[r.Version] = r
	return tx.VendorTx.MoveRelease(p, r, c)
}

type takingView struct {
	distr.VendorView
	moves map[string]entitlement.Release
}

func (v takingView) Releases(p entitlement.ProductID) ([]entitlement.Release, error) {
	list, err := v.VendorView.Releases(p)
	for i, r := range list {
		if move, moved := v.moves[r.Version]; moved {
			list[i].Follows, list[i].At = move.Follows, move.At
		}
	}
	return list, err
}

// rootedView shows each release with the root that it was published with.
type rootedView struct{ distr.VendorView }

func (v rootedView) Releases(p entitlement.ProductID) ([]entitlement.Release, error) {
	list, err := v.VendorView.Releases(p)
	for _, r := range list {
		for path, root := range r.Roots {
			if closures, err := v.Closures(p, r.Version, path); err == nil && len(closures) > 0 {
				root.Digest = closures[0].Root
				r.Roots[path] = root
			}
		}
	}
	return list, err
}

// referrersView makes its list of all there are.
type referrersView struct {
	distr.VendorView
	list func(all []entitlement.Referrer, skip int) []entitlement.Referrer
}

func (v referrersView) Referrers(p entitlement.ProductID, r entitlement.RepositoryPath, skip int) ([]entitlement.Referrer, error) {
	all, err := v.VendorView.Referrers(p, r, 0)
	return v.list(all, skip), err
}

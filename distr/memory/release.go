package memory

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type closures = map[entitlement.RepositoryPath]entitlement.Closure

func (v *view) Releases(id entitlement.ProductID) ([]entitlement.Release, error) {
	return read(v.open, func() ([]entitlement.Release, error) {
		var list []entitlement.Release
		for _, r := range v.state.releases(id) {
			list = append(list, copyRelease(r.Release))
		}
		oldestFirst(list, func(r entitlement.Release) time.Time { return r.At })
		return list, nil
	})
}

func (v *view) Closures(id entitlement.ProductID, version string, path entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	return read(v.open, func() ([]entitlement.Closure, error) {
		var list []entitlement.Closure
		for _, r := range v.state.releases(id) {
			if r.Version == version {
				list = copies(r.closures[path], copyClosure)
			}
		}
		return list, nil
	})
}

func (t *tx) PutRelease(id entitlement.ProductID, r entitlement.Release, consists closures) error {
	return t.changeReleases(id, func(p *product) error {
		if p.release(r.Version) >= 0 {
			return fmt.Errorf("%w: product %s has a release %s already", tenant.ErrConflict, id, r.Version)
		}
		p.releases = append(slices.Clip(p.releases), release{Release: copyRelease(r)}.with(consists))
		return nil
	})
}

func (t *tx) MoveRelease(id entitlement.ProductID, r entitlement.Release, consists closures) error {
	return t.changeReleases(id, func(p *product) error {
		i := p.release(r.Version)
		if i < 0 {
			return fmt.Errorf("release %s of product %s: %w", r.Version, id, tenant.ErrNotFound)
		}
		moved := p.releases[i].with(consists)
		moved.Roots, moved.Revision = maps.Clone(r.Roots), r.Revision
		p.releases = slices.Clone(p.releases)
		p.releases[i] = moved
		return nil
	})
}

// release is where the product has the release of that version, or -1.
func (p *product) release(version string) int {
	return slices.IndexFunc(p.releases, func(r release) bool { return r.Version == version })
}

// with is the release with closures behind those that it has.
func (r release) with(consists closures) release {
	old := r.closures
	r.closures = make(map[entitlement.RepositoryPath][]entitlement.Closure, len(old)+len(consists))
	maps.Copy(r.closures, old)
	for path, closure := range consists {
		r.closures[path] = append(slices.Clip(old[path]), copyClosure(closure))
	}
	return r
}

func (v *view) Referrers(id entitlement.ProductID, path entitlement.RepositoryPath, skip int) ([]entitlement.Referrer, error) {
	return read(v.open, func() ([]entitlement.Referrer, error) {
		all := v.state.referrers(id)[path]
		return copies(all[min(max(skip, 0), len(all)):], copyReferrer), nil
	})
}

func (t *tx) PutReferrer(id entitlement.ProductID, path entitlement.RepositoryPath, r entitlement.Referrer) error {
	return t.changeReleases(id, func(p *product) error {
		all := maps.Clone(p.referrers)
		if all == nil {
			all = map[entitlement.RepositoryPath][]entitlement.Referrer{}
		}
		all[path] = append(all[path], copyReferrer(r)) // see state
		p.referrers = all
		return nil
	})
}

// changeReleases replaces the product by a copy whose releases, or what refers
// to them, fn has changed.
func (t *tx) changeReleases(id entitlement.ProductID, fn func(p *product) error) error {
	return t.change(func(s *state) error {
		old, err := s.product(id)
		if err != nil {
			return err
		}
		kept := *old
		if err := fn(&kept); err != nil {
			return err
		}
		kept.releasedAt = t.next
		s.putProduct(&kept)
		return nil
	})
}

package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Upstreams() ([]distr.Upstream, error) {
	return read(v.open, func() ([]distr.Upstream, error) { return copies(v.state.upstreams, copyUpstream), nil })
}

func (v *view) SigningKeys() ([]distr.SigningKey, error) {
	return read(v.open, func() ([]distr.SigningKey, error) { return copies(v.state.keys, copyKey), nil })
}

func (t *tx) PutUpstream(u distr.Upstream) error {
	return t.changeLists(func(s *state) error {
		i, there := s.upstream(u.Repository)
		behind := i
		if there {
			behind++
		}
		s.upstreams = slices.Concat(s.upstreams[:i], []distr.Upstream{copyUpstream(u)}, s.upstreams[behind:])
		return nil
	})
}

func (t *tx) RemoveUpstream(path entitlement.RepositoryPath) error {
	return t.changeLists(func(s *state) error {
		i, there := s.upstream(path)
		if !there {
			return fmt.Errorf("upstream of %q: %w", path, tenant.ErrNotFound)
		}
		s.upstreams = slices.Concat(s.upstreams[:i], s.upstreams[i+1:])
		return nil
	})
}

// upstream is where the repository's upstream is among the upstreams, or would
// be.
func (s *state) upstream(path entitlement.RepositoryPath) (int, bool) {
	return slices.BinarySearchFunc(s.upstreams, path, func(u distr.Upstream, path entitlement.RepositoryPath) int {
		return strings.Compare(string(u.Repository), string(path))
	})
}

func (t *tx) PutSigningKey(k distr.SigningKey) error {
	return t.changeLists(func(s *state) error {
		s.keys = put(s.keys, copyKey(k), func(other distr.SigningKey) bool { return other.ID == k.ID })
		return nil
	})
}

func (t *tx) RemoveSigningKey(id string) error {
	return t.changeLists(func(s *state) error {
		i := slices.IndexFunc(s.keys, func(k distr.SigningKey) bool { return k.ID == id })
		if i < 0 {
			return fmt.Errorf("signing key %q: %w", id, tenant.ErrNotFound)
		}
		s.keys = slices.Concat(s.keys[:i], s.keys[i+1:])
		return nil
	})
}

package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Settings() (tenant.Settings, error) {
	return read(v.open, func() (tenant.Settings, error) { return copySettings(v.state.settings), nil })
}

func (v *view) Staff() ([]tenant.Member, error) {
	return read(v.open, func() ([]tenant.Member, error) { return copies(v.state.people, copyMember), nil })
}

func (v *view) Assigned(m tenant.MemberID, c tenant.CustomerID) (bool, error) {
	return read(v.open, func() (bool, error) {
		_, there := v.state.assignment(assignment{m, c})
		return there, nil
	})
}

func (v *view) Assignments(m tenant.MemberID) ([]tenant.CustomerID, error) {
	return read(v.open, func() ([]tenant.CustomerID, error) {
		var list []tenant.CustomerID
		for _, a := range v.state.assignments {
			if a.member == m {
				list = append(list, a.customer)
			}
		}
		return list, nil
	})
}

func (v *view) Memberships(email tenant.Email) ([]tenant.CustomerID, error) {
	return read(v.open, func() ([]tenant.CustomerID, error) {
		var list []tenant.CustomerID
		for _, c := range v.state.customers {
			if slices.ContainsFunc(c.members, func(m tenant.Member) bool { return m.Email == email }) {
				list = append(list, c.ID)
			}
		}
		return list, nil
	})
}

func (t *tx) SetSettings(s tenant.Settings) error {
	return t.changeLists(func(now *state) error {
		now.settings = copySettings(s)
		return nil
	})
}

func (t *tx) PutStaff(m tenant.Member) error {
	return t.changeLists(func(s *state) error {
		people, err := putMember(s.people, m)
		if err == nil {
			s.people = people
		}
		return err
	})
}

func (t *tx) RemoveStaff(id tenant.MemberID) error {
	return t.changeLists(func(s *state) error {
		people, err := removeMember(s.people, id)
		if err != nil {
			return err
		}
		s.people = people
		s.assignments = slices.DeleteFunc(slices.Clone(s.assignments), func(a assignment) bool { return a.member == id })
		return nil
	})
}

func (t *tx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	if assigned, err := t.Assigned(m, c); err != nil || assigned {
		return err
	}
	return t.changeLists(func(s *state) error {
		if !slices.ContainsFunc(s.people, func(other tenant.Member) bool { return other.ID == m }) {
			return fmt.Errorf("member %s: %w", m, tenant.ErrNotFound)
		}
		if _, err := s.customer(c); err != nil {
			return err
		}
		i, _ := s.assignment(assignment{m, c})
		s.assignments = slices.Concat(s.assignments[:i], []assignment{{m, c}}, s.assignments[i:])
		return nil
	})
}

func (t *tx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	return t.changeLists(func(s *state) error {
		i, there := s.assignment(assignment{m, c})
		if !there {
			return fmt.Errorf("assignment of %s to customer %s: %w", m, c, tenant.ErrNotFound)
		}
		s.assignments = slices.Concat(s.assignments[:i], s.assignments[i+1:])
		return nil
	})
}

// An assignment lets somebody of the staff see a customer.
type assignment struct {
	member   tenant.MemberID
	customer tenant.CustomerID
}

// assignment is where it is among the assignments, or would be.
func (s *state) assignment(a assignment) (int, bool) {
	return slices.BinarySearchFunc(s.assignments, a, func(x, y assignment) int {
		if d := strings.Compare(string(x.customer), string(y.customer)); d != 0 {
			return d
		}
		return strings.Compare(string(x.member), string(y.member))
	})
}

// putMember is a new list with a member in it, unless another has the address.
func putMember(people []tenant.Member, m tenant.Member) ([]tenant.Member, error) {
	for _, other := range people {
		if other.Email == m.Email && other.ID != m.ID {
			return nil, fmt.Errorf("%w: %s is the address of member %s", tenant.ErrConflict, m.Email, other.ID)
		}
	}
	return put(people, copyMember(m), func(other tenant.Member) bool { return other.ID == m.ID }), nil
}

// removeMember is a new list without a member.
func removeMember(people []tenant.Member, id tenant.MemberID) ([]tenant.Member, error) {
	i := slices.IndexFunc(people, func(m tenant.Member) bool { return m.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("member %s: %w", id, tenant.ErrNotFound)
	}
	return slices.Concat(people[:i], people[i+1:]), nil
}

package memory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func copyEndpoint(e distr.Endpoint) distr.Endpoint {
	e.Kinds, e.Secret, e.Old = slices.Clone(e.Kinds), slices.Clone(e.Secret), slices.Clone(e.Old)
	e.OldUntil, e.Created, e.Failing, e.Disabled = instant(e.OldUntil), instant(e.Created), instant(e.Failing), instant(e.Disabled)
	return e
}

func (v *view) Endpoints() ([]distr.Endpoint, error) {
	return read(v.open, func() ([]distr.Endpoint, error) { return copies(v.state.endpoints, copyEndpoint), nil })
}

func (t *tx) PutEndpoint(e distr.Endpoint) error {
	return t.open.during(func() error {
		t.state.endpoints = put(t.state.endpoints, copyEndpoint(e), func(other distr.Endpoint) bool { return other.ID == e.ID })
		return nil
	})
}

func (t *tx) RemoveEndpoint(id distr.EndpointID) error {
	return t.open.during(func() error {
		s := t.state
		i := slices.IndexFunc(s.endpoints, func(e distr.Endpoint) bool { return e.ID == id })
		if i < 0 {
			return fmt.Errorf("endpoint %q: %w", id, tenant.ErrNotFound)
		}
		s.endpoints = slices.Concat(s.endpoints[:i], s.endpoints[i+1:])
		s.deliveries = slices.DeleteFunc(slices.Clone(s.deliveries), func(d distr.Delivery) bool { return d.Endpoint == id })
		return nil
	})
}

// Deliveries goes through the list from the end that the limit leaves.
func (v *view) Deliveries(q distr.DeliveryQuery) ([]distr.Delivery, error) {
	return read(v.open, func() ([]distr.Delivery, error) {
		behind, there := v.state.delivery(q.After)
		if there && q.After != "" {
			behind++
		}
		all := v.state.deliveries[behind:]
		list := []distr.Delivery{}
		for i := range all {
			d := &all[len(all)-1-i]
			if q.Oldest {
				d = &all[i]
			}
			if q.Limit > 0 && len(list) == q.Limit {
				break
			}
			if q.Selects(*d) {
				list = append(list, *d)
			}
		}
		if !q.Oldest {
			slices.Reverse(list)
		}
		return list, nil
	})
}

// delivery is where a delivery is among the deliveries, or would be.
func (s *state) delivery(id distr.DeliveryID) (int, bool) {
	return slices.BinarySearchFunc(s.deliveries, id, func(d distr.Delivery, id distr.DeliveryID) int {
		return strings.Compare(string(d.ID), string(id))
	})
}

// PutDeliveries appends in place what comes last, as nearly all does; anything else
// is a list of its own.
func (t *tx) PutDeliveries(list []distr.Delivery) error {
	return t.open.during(func() error {
		s := t.state
		for _, d := range list {
			d.At, d.Took = instant(d.At), d.Took.Truncate(time.Microsecond)
			i, there := s.delivery(d.ID)
			switch {
			case i == len(s.deliveries):
				s.deliveries = append(s.deliveries, d)
			case there:
				s.deliveries = slices.Clone(s.deliveries)
				s.deliveries[i] = d
			default:
				s.deliveries = slices.Insert(slices.Clone(s.deliveries), i, d)
			}
		}
		return nil
	})
}

func (t *tx) RemoveDeliveries(before distr.DeliveryID) error {
	return t.open.during(func() error {
		i, _ := t.state.delivery(before)
		t.state.deliveries = t.state.deliveries[i:]
		return nil
	})
}

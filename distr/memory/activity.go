package memory

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (t *tx) PutActivity(seen []distr.Activity) error {
	return t.open.during(func() error {
		for _, a := range seen {
			t.state.see(a)
		}
		return nil
	})
}

// see replaces the customer, or the staff's credential, whom it is about.
func (s *state) see(a distr.Activity) {
	if a.Customer == "" {
		s.staff = used(s.staff, a)
		return
	}
	i, there := s.place(a.Customer)
	if !there {
		return
	}
	c := *s.customers[i]
	c.credentials = used(c.credentials, a)
	c.pulled, c.scanned = later(c.pulled, a.Pulled), later(c.scanned, a.Scanned)
	s.customers = slices.Clone(s.customers)
	s.customers[i] = &c
}

func used(credentials []tenant.Credential, a distr.Activity) []tenant.Credential {
	credentials = slices.Clone(credentials)
	for i, c := range credentials {
		if c.ID == a.Credential {
			credentials[i].Used = later(c.Used, a.Used)
		}
	}
	return credentials
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return instant(b)
	}
	return a
}

package storetest

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenTimes keep another time than the one they were given.
func brokenTimes() []broken {
	created := func(bend func(time.Time) time.Time) func() distr.Store {
		return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return createdView{c, bend} })
	}
	never := func(t time.Time, is time.Time) time.Time {
		if t.IsZero() {
			return is
		}
		return t
	}
	return []broken{
		{"tells the time of another place", "Times", "comes back in UTC", created(func(t time.Time) time.Time {
			return never(t.In(time.FixedZone("there", 3600)), time.Time{})
		})},
		{"keeps the zero time as 1970", "Times", "the zero time and no other", created(func(t time.Time) time.Time {
			return never(t, time.Unix(0, 0).UTC())
		})},
		{"keeps 1970 as the zero time", "Times", "the zero time and no other", created(func(t time.Time) time.Time {
			if t.Equal(time.Unix(0, 0)) {
				return time.Time{}
			}
			return t
		})},
		{"keeps seconds", "Times", "comes back as", created(func(t time.Time) time.Time { return t.Truncate(time.Second) })},
		{"keeps 64 bits of nanoseconds", "Times", "comes back as", created(func(t time.Time) time.Time {
			return never(time.Unix(0, t.UnixNano()).UTC(), time.Time{})
		})},
	}
}

type createdView struct {
	distr.CustomerView
	bend func(time.Time) time.Time
}

func (v createdView) Customer() (tenant.Customer, error) {
	c, err := v.CustomerView.Customer()
	c.Created = v.bend(c.Created)
	return c, err
}

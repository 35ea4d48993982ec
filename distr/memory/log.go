package memory

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

func (v *view) Events(q distr.EventQuery) ([]distr.Event, error) {
	wanted := func(e distr.Event) bool { return q.Customer == "" || e.Customer == q.Customer }
	at := func(e distr.Event) time.Time { return e.Time }
	return read(v.open, func() ([]distr.Event, error) {
		return newest(v.state.events, wanted, q.Limit, at, copyEvent), nil
	})
}

func (v *view) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	wanted := func(p distr.PullRecord) bool {
		return (q.Customer == "" || p.Customer == q.Customer) && !p.Time.Before(q.Since)
	}
	at := func(p distr.PullRecord) time.Time { return p.Time }
	return read(v.open, func() ([]distr.PullRecord, error) {
		return newest(v.state.pulls, wanted, q.Limit, at, copyPull), nil
	})
}

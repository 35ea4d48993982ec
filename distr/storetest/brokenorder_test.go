package storetest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenOrders list things in another order, or others than were asked for.
func brokenOrders() []broken {
	customers := func(list func(distr.VendorView, distr.CustomerQuery) ([]tenant.Customer, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return customersView{v, list} })
	}
	events := func(list func(distr.VendorView, distr.EventQuery) ([]distr.Event, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return eventsView{v, list} })
	}
	pulls := func(list func(distr.VendorView, distr.PullQuery) ([]distr.PullRecord, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return pullsView{v, list} })
	}
	return []broken{
		{"sorts customers as people would", "Order", "in byte order", customers(func(v distr.VendorView, q distr.CustomerQuery) ([]tenant.Customer, error) {
			list, err := v.Customers(q)
			slices.SortFunc(list, func(a, b tenant.Customer) int {
				return cmp.Or(strings.Compare(strings.ToLower(string(a.ID)), strings.ToLower(string(b.ID))), strings.Compare(string(a.ID), string(b.ID)))
			})
			return list, err
		})},
		{"does not limit customers", "Order", "the first four customers", customers(func(v distr.VendorView, q distr.CustomerQuery) ([]tenant.Customer, error) {
			return v.Customers(distr.CustomerQuery{After: q.After})
		})},
		{"begins at the customer who was last", "Order", "customers behind a", customers(func(v distr.VendorView, q distr.CustomerQuery) ([]tenant.Customer, error) {
			list, err := v.Customers(distr.CustomerQuery{})
			from := max(0, slices.IndexFunc(list, func(c tenant.Customer) bool { return c.ID >= q.After }))
			return list[from:min(len(list), from+cmp.Or(q.Limit, len(list)))], err
		})},
		{"puts what is replaced at the end", "Order", "grants, first put first", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return lastView{c} })},
		{"sorts releases by version", "Order", "releases, oldest first", bendView(func(v distr.VendorView) distr.VendorView { return releasesView{v} })},
		{"lists events newest first", "Order", "events, oldest first", events(func(v distr.VendorView, q distr.EventQuery) ([]distr.Event, error) {
			list, err := v.Events(q)
			slices.Reverse(list)
			return list, err
		})},
		{"sorts events by time", "Order", "events, oldest first: all", events(func(v distr.VendorView, q distr.EventQuery) ([]distr.Event, error) {
			list, err := v.Events(q)
			slices.SortFunc(list, func(a, b distr.Event) int {
				return a.Time.Compare(b.Time)
			})
			return list, err
		})},
		{"limits events to the oldest", "Order", "the newest three", events(func(v distr.VendorView, q distr.EventQuery) ([]distr.Event, error) {
			q.Oldest = true
			return v.Events(q)
		})},
		{"limits events before it selects them", "Order", "the newest two of b", events(func(v distr.VendorView, q distr.EventQuery) ([]distr.Event, error) {
			list, err := v.Events(distr.EventQuery{Limit: q.Limit, Oldest: q.Oldest})
			return slices.DeleteFunc(list, func(e distr.Event) bool { return !q.Selects(e) }), err
		})},
		{"leaves out what happened at the instant asked for", "Order", "since an entry's own instant", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			return without(v, q, func(p distr.PullRecord) bool { return p.Time.Equal(q.Since) })
		})},
		{"compares customers in the log without case", "Order", "of a", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			like := q.Customer
			q.Customer = ""
			return without(v, q, func(p distr.PullRecord) bool {
				return like != "" && !strings.EqualFold(string(p.Customer), string(like))
			})
		})},
		{"puts pulls of one instant in the order in which they came", "Order", "pulls, oldest first: all", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			list, err := v.Pulls(q)
			slices.SortFunc(list, func(a, b distr.PullRecord) int {
				return cmp.Or(a.Time.Compare(b.Time), strings.Compare(string(b.ID), string(a.ID)))
			})
			return list, err
		})},
		{"shows what happened at the instant at which a query ends", "Order", "until an entry's own instant", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			if !q.Until.IsZero() {
				q.Until = q.Until.Add(time.Microsecond)
			}
			return v.Pulls(q)
		})},
		{"begins a page after the instant of the last entry", "Order", "behind the first of an instant", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			return without(v, q, func(p distr.PullRecord) bool { return !q.After.IsZero() && p.Time.Equal(q.After.Time) })
		})},
		{"limits a page to the newest", "Order", "the oldest three", pulls(func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
			q.Oldest = false
			return v.Pulls(q)
		})},
	}
}

type customersView struct {
	distr.VendorView
	list func(distr.VendorView, distr.CustomerQuery) ([]tenant.Customer, error)
}

func (v customersView) Customers(q distr.CustomerQuery) ([]tenant.Customer, error) {
	return v.list(v.VendorView, q)
}

type eventsView struct {
	distr.VendorView
	list func(distr.VendorView, distr.EventQuery) ([]distr.Event, error)
}

func (v eventsView) Events(q distr.EventQuery) ([]distr.Event, error) { return v.list(v.VendorView, q) }

// without lists what a query asks for but for some of it, and limits it then.
func without(v distr.VendorView, q distr.PullQuery, what func(distr.PullRecord) bool) ([]distr.PullRecord, error) {
	limit := q.Limit
	q.Limit = 0
	list, err := v.Pulls(q)
	list = slices.DeleteFunc(list, what)
	if n := len(list) - limit; limit > 0 && n > 0 && q.Oldest {
		return list[:limit], err
	} else if limit > 0 && n > 0 {
		return list[n:], err
	}
	return list, err
}

type pullsView struct {
	distr.VendorView
	list func(distr.VendorView, distr.PullQuery) ([]distr.PullRecord, error)
}

func (v pullsView) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	return v.list(v.VendorView, q)
}

// lastView shows grants that were put again behind those that were not.
type lastView struct{ distr.CustomerView }

func (v lastView) Grants() ([]entitlement.Grant, error) {
	list, err := v.CustomerView.Grants()
	again := func(g entitlement.Grant) int { return strings.Count(g.Name, "true") }
	slices.SortStableFunc(list, func(a, b entitlement.Grant) int { return again(a) - again(b) })
	return list, err
}

type releasesView struct{ distr.VendorView }

func (v releasesView) Releases(p entitlement.ProductID) ([]entitlement.Release, error) {
	list, err := v.VendorView.Releases(p)
	slices.SortFunc(list, func(a, b entitlement.Release) int { return strings.Compare(a.Version, b.Version) })
	return list, err
}

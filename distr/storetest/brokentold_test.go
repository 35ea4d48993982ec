package storetest

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// brokenTold keep endpoints, and what they were told, otherwise than promised.
func brokenTold() []broken {
	deliveries := func(list func(distr.VendorView, distr.DeliveryQuery) ([]distr.Delivery, error)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return deliveriesView{v, list} })
	}
	return []broken{
		{"limits deliveries before it selects them", "Order", "the newest to B", deliveries(func(v distr.VendorView, q distr.DeliveryQuery) ([]distr.Delivery, error) {
			list, err := v.Deliveries(distr.DeliveryQuery{Limit: q.Limit, Oldest: q.Oldest})
			return slices.DeleteFunc(list, func(d distr.Delivery) bool { return !q.Selects(d) }), err
		})},
		{"lists a page from where the last one ended", "Order", "behind one", deliveries(func(v distr.VendorView, q distr.DeliveryQuery) ([]distr.Delivery, error) {
			if n := len(q.After); n > 0 {
				q.After = q.After[:n-1] + distr.DeliveryID([]byte{q.After[n-1] - 1})
			}
			return v.Deliveries(q)
		})},
		{"keeps the history of an endpoint that is gone", "Order", "after an endpoint was removed", bendTx(func(tx distr.VendorTx) distr.VendorTx { return historianTx{tx} })},
		{"removes letters that wait", "Order", "after the old ones were removed that do not wait", bendTx(func(tx distr.VendorTx) distr.VendorTx { return carelessTx{tx} })},
		{"lets an endpoint raise the version", "Changed", "PutEndpoint", bendTx(func(tx distr.VendorTx) distr.VendorTx { return loudTx{tx} })},
	}
}

type deliveriesView struct {
	distr.VendorView
	list func(distr.VendorView, distr.DeliveryQuery) ([]distr.Delivery, error)
}

func (v deliveriesView) Deliveries(q distr.DeliveryQuery) ([]distr.Delivery, error) {
	return v.list(v.VendorView, q)
}

type historianTx struct{ distr.VendorTx }

func (tx historianTx) RemoveEndpoint(id distr.EndpointID) error {
	history, err := tx.Deliveries(distr.DeliveryQuery{Endpoint: id})
	if err != nil {
		return err
	}
	if err := tx.VendorTx.RemoveEndpoint(id); err != nil {
		return err
	}
	return tx.PutDeliveries(history)
}

type loudTx struct{ distr.VendorTx }

func (tx loudTx) PutEndpoint(e distr.Endpoint) error {
	settings, err := tx.Settings()
	if err != nil {
		return err
	}
	if err := tx.VendorTx.PutEndpoint(e); err != nil {
		return err
	}
	return tx.SetSettings(settings)
}

type carelessTx struct{ distr.VendorTx }

func (tx carelessTx) RemoveLetters(before time.Time) error {
	waiting, err := tx.Letters(distr.LetterQuery{State: distr.LetterWaiting, Until: before})
	for _, l := range waiting {
		l.State = distr.LetterFailed
		if err == nil {
			err = tx.PutLetter(l)
		}
	}
	if err != nil {
		return err
	}
	return tx.VendorTx.RemoveLetters(before)
}

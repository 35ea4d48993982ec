package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// writeUsages writes uses of one vendor's customers, all of them in one update. That
// something was used is no event: there may be thousands a second, each is kept as
// what it is, and an event is what couriers carry. The alerts that it sets off are
// events, in the name of whoever told that use. Each use has an outcome of its own; an
// error is of all of them, and nothing is kept then.
func (h *Hub) writeUsages(ctx context.Context, batch []*pendingUse) error {
	at := h.now()
	alerted := false
	err := h.store.Update(ctx, batch[0].account.vendor.id, func(tx VendorTx) error {
		alerted = false // it may run again
		w := usageWriter{tx: tx, at: at, ledgers: map[tenant.CustomerID]*ledger{}, may: map[asking]error{}}
		for _, p := range batch {
			alerts, err := w.write(p)
			if err == nil && len(alerts) > 0 {
				alerted = true
				err = p.account.vendor.append(tx, at, alerts)
			}
			if err != nil {
				return err
			}
		}
		return w.close()
	})
	if err == nil && alerted {
		held := batch[0].account.vendor.held
		held.doubt()
		held.told.ring()
	}
	return err
}

// A usageWriter reads what uses of one update have in common once: who may, which
// licenses there are, and what was used.
type usageWriter struct {
	tx      VendorTx
	at      time.Time
	ledgers map[tenant.CustomerID]*ledger
	order   []*ledger
	may     map[asking]error
}

// asking is who asks for whom.
type asking struct {
	customer tenant.CustomerID
	actor    Actor
}

// close writes the meters.
func (w *usageWriter) close() error {
	for _, l := range w.order {
		if err := l.close(); err != nil {
			return err
		}
	}
	return nil
}

// ledger is the customer's, if the actor may use it.
func (w *usageWriter) ledger(a *Account) (*ledger, error) {
	who := asking{a.id, a.vendor.actor}
	if refused, asked := w.may[who]; asked && refused != nil {
		return nil, refused
	} else if asked {
		return w.ledgers[a.id], nil
	}
	room, err := w.tx.Edit(a.id)
	if err == nil {
		err = a.vendor.may(w.tx, room, tenant.RecordUse)
	}
	if err = a.unseen(err); err != nil {
		w.may[who] = err
		return nil, err
	}
	if w.ledgers[a.id] == nil {
		l, err := openLedger(room)
		if err != nil {
			return nil, err
		}
		w.ledgers[a.id], w.order = l, append(w.order, l)
	}
	w.may[who] = nil
	return w.ledgers[a.id], nil
}

// write writes one use and returns the alerts that it sets off. What is refused is the
// outcome of the use alone; the error is what ends the update.
func (w *usageWriter) write(p *pendingUse) (alerts []Event, err error) {
	p.out, p.err = Recorded{}, nil
	l, err := w.ledger(p.account)
	if err == nil {
		p.out, alerts, err = l.record(p.use, w.at)
	}
	if ours(err) {
		p.err, err = err, nil
	}
	return alerts, err
}

// record writes one use. It has refused before it writes anything.
func (l *ledger) record(u Use, at time.Time) (Recorded, []Event, error) {
	happened := u.At
	if happened.IsZero() {
		happened = at
	}
	place, refused := license.Placed(l.contracts, u.Model, happened, at, l.zone)
	if refused == nil {
		refused = l.admits(place, u.Quantity)
	}
	if refused != nil {
		if known, err := l.room.Use(u.Key); !absent(err) { // what was counted once is not refused later
			return l.again(known, u, err)
		}
		return Recorded{}, nil, refused
	}
	fresh, err := l.room.RecordUse(UseRecord{
		Key: u.Key, Model: u.Model, Quantity: u.Quantity, At: happened, Told: at, Contract: place.Contract.ID, Period: place.Period.Number, Late: place.Late,
	})
	if err != nil {
		return Recorded{}, nil, err
	}
	if !fresh {
		known, err := l.room.Use(u.Key)
		return l.again(known, u, err)
	}
	out := Recorded{Fresh: true, Late: place.Late, Contract: place.Contract.ID, Period: place.Period}
	if !place.Contract.Terms.Model.Metered() {
		out.Standing = place.Contract.Terms.Assess(0)
		return out, nil, nil
	}
	var alerts []Event
	out.Standing, alerts, err = l.count(place, u.Quantity)
	return out, alerts, err
}

package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func (c crossedCustomer) Contracts() ([]license.Contract, error) {
	return c.room("Contracts").Contracts()
}
func (c crossedCustomer) Use(key string) (distr.UseRecord, error) { return c.room("Use").Use(key) }
func (c crossedCustomer) Meter(id license.ContractID, period int) (distr.Meter, error) {
	return c.room("Meter").Meter(id, period)
}
func (tx crossedCustomerTx) PutContract(c license.Contract) error {
	return tx.room("PutContract").PutContract(c)
}
func (tx crossedCustomerTx) RecordUse(u distr.UseRecord) (bool, error) {
	return tx.room("RecordUse").RecordUse(u)
}
func (tx crossedCustomerTx) PutMeter(m distr.Meter) error { return tx.room("PutMeter").PutMeter(m) }

func (c deferredCustomer) PutContract(l license.Contract) error {
	l.Terms.Alerts = slices.Clone(l.Terms.Alerts)
	return c.later(func(room distr.CustomerTx) error { return room.PutContract(l) })
}

func (c deferredCustomer) RecordUse(u distr.UseRecord) (fresh bool, err error) {
	fresh = true
	if c.CustomerView != nil { // the customer may have been added just now
		_, errThere := c.Use(u.Key)
		fresh = errThere != nil
	}
	return fresh, c.later(func(room distr.CustomerTx) error {
		_, err := room.RecordUse(u)
		return err
	})
}

func (c deferredCustomer) PutMeter(m distr.Meter) error {
	m.Alerted = slices.Clone(m.Alerted)
	return c.later(func(room distr.CustomerTx) error { return room.PutMeter(m) })
}

func (tx quietCustomer) PutContract(c license.Contract) error {
	tx.note("PutContract")
	return tx.CustomerTx.PutContract(c)
}

package storetest

import (
	"errors"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// brokenContracts mix up licenses, what was used of them, and what was told of that.
func brokenContracts() []broken {
	return []broken{
		{"lists licenses by ID", "Contracts", "licenses are in the order in which they were first put", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return contractsByID{c} })},
		{"forgets that there are to be no alerts", "Contracts", "whether a license says at which percentages there are alerts", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return noAlerts{c} })},
		{"folds the keys of uses", "Contracts", "is a fresh one", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return foldedUses{c} })},
		{"takes every use for a fresh one", "Contracts", "is not a fresh one any more", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return freshUses{c} })},
		{"makes up uses", "Contracts", "which nobody has written down", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return anyUse{c} })},
		{"forgets to which revision alerts belong", "Contracts", "the meter of period", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return noRevision{c} })},
		{"takes the meter of one period for that of another", "Contracts", "the meter of period", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return onePeriod{c} })},
		{"raises the version for a use of a license", "Changed", "RecordUse raised the version", bendVersion(func(c raisingTx) distr.CustomerTx { return eventfulMeter{c} })},
		{"hands everybody the same alerts", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[license.ContractID][]int{}
			return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return sameAlerts{c, kept} })()
		}},
	}
}

type contractsByID struct{ distr.CustomerView }

func (v contractsByID) Contracts() ([]license.Contract, error) {
	all, err := v.CustomerView.Contracts()
	slices.SortFunc(all, func(a, b license.Contract) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return all, err
}

type noAlerts struct{ distr.CustomerView }

func (v noAlerts) Contracts() ([]license.Contract, error) {
	all, err := v.CustomerView.Contracts()
	for i := range all {
		if len(all[i].Terms.Alerts) == 0 {
			all[i].Terms.Alerts = nil
		}
	}
	return all, err
}

type foldedUses struct{ distr.CustomerTx }

func (tx foldedUses) RecordUse(u distr.UseRecord) (bool, error) {
	u.Key = strings.ToLower(u.Key)
	return tx.CustomerTx.RecordUse(u)
}

type freshUses struct{ distr.CustomerTx }

func (tx freshUses) RecordUse(u distr.UseRecord) (bool, error) {
	_, err := tx.CustomerTx.RecordUse(u)
	return true, err
}

type anyUse struct{ distr.CustomerView }

func (v anyUse) Use(key string) (distr.UseRecord, error) {
	if u, err := v.CustomerView.Use(key); err == nil {
		return u, nil
	}
	return distr.UseRecord{Key: key}, nil
}

type noRevision struct{ distr.CustomerTx }

func (tx noRevision) PutMeter(m distr.Meter) error {
	was, err := tx.Meter(m.Contract, m.Period)
	if err != nil {
		return err
	}
	if was.Revision > 0 {
		m.Revision = was.Revision
	}
	return tx.CustomerTx.PutMeter(m)
}

type onePeriod struct{ distr.CustomerView }

func (v onePeriod) Meter(c license.ContractID, _ int) (distr.Meter, error) {
	return v.CustomerView.Meter(c, 1)
}

type eventfulMeter struct{ raisingTx }

func (tx eventfulMeter) RecordUse(u distr.UseRecord) (bool, error) {
	fresh, err := tx.CustomerTx.RecordUse(u)
	return fresh, errors.Join(err, tx.raise())
}

type sameAlerts struct {
	distr.CustomerView
	kept map[license.ContractID][]int
}

func (v sameAlerts) Contracts() ([]license.Contract, error) {
	all, err := v.CustomerView.Contracts()
	for i, c := range all {
		if v.kept[c.ID] == nil {
			v.kept[c.ID] = c.Terms.Alerts
		}
		all[i].Terms.Alerts = v.kept[c.ID]
	}
	return all, err
}

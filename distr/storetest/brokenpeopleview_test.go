package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type staffByID struct{ distr.VendorView }

func (v staffByID) Staff() ([]tenant.Member, error) {
	list, err := v.VendorView.Staff()
	slices.SortFunc(list, func(a, b tenant.Member) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return list, err
}

type reversedView struct{ distr.VendorView }

func (v reversedView) Assignments(id tenant.MemberID) ([]tenant.CustomerID, error) {
	list, err := v.VendorView.Assignments(id)
	slices.Reverse(list)
	return list, err
}

type forgettingMembers struct{ distr.CustomerTx }

func (tx forgettingMembers) PutMember(m tenant.Member) error {
	m.By = ""
	return tx.CustomerTx.PutMember(m)
}

// actingView hands out events whose actor is an operator again.
type actingView struct{ distr.VendorView }

func (v actingView) Events(q distr.EventQuery) ([]distr.Event, error) {
	list, err := v.VendorView.Events(q)
	for i, e := range list {
		if e.Actor.Name == distr.Operator().Name {
			list[i].Actor = distr.Operator()
		}
	}
	return list, err
}

type settingsView struct {
	distr.VendorView
	kept map[string]tenant.Settings
}

func (v settingsView) Settings() (tenant.Settings, error) {
	s, err := v.VendorView.Settings()
	return remembered(v.kept, s), err
}

type stickyTx struct{ distr.VendorTx }

func (tx stickyTx) SetSettings(s tenant.Settings) error {
	old, err := tx.Settings()
	if s.App == "" {
		s.App = old.App
	}
	return errors.Join(err, tx.VendorTx.SetSettings(s))
}

type staffElsewhere struct{ distr.VendorView }

func (v staffElsewhere) Staff() ([]tenant.Member, error) {
	list, err := v.VendorView.Staff()
	for i, m := range list {
		list[i].Sent = m.Sent.In(time.FixedZone("there", 3600))
	}
	return list, err
}

// overwritingTx takes the last instant for the latest.
type overwritingTx struct{ distr.VendorTx }

func (tx overwritingTx) PutActivity(list []distr.Activity) error {
	for _, a := range list {
		c, err := tx.StaffCredential(a.Credential)
		if a.Customer != "" || err != nil {
			continue
		}
		c.Used = a.Used
		if err := tx.PutStaffCredential(c); err != nil {
			return err
		}
	}
	return tx.VendorTx.PutActivity(list)
}

type eventfulActivity struct{ distr.VendorTx }

func (tx eventfulActivity) PutActivity(list []distr.Activity) error {
	return errors.Join(tx.VendorTx.PutActivity(list), appendNext(tx.VendorTx, distr.Event{ID: distr.EventID(fmt.Sprint("seen ", len(list))), Customer: "nobody"}))
}

type strictTx struct{ distr.VendorTx }

func (tx strictTx) PutActivity(list []distr.Activity) error {
	for _, a := range list {
		if _, err := tx.Open(a.Customer); a.Customer != "" && err != nil {
			return fmt.Errorf("no such customer: %w", err)
		}
	}
	return tx.VendorTx.PutActivity(list)
}

type reassigningTx struct{ distr.VendorTx }

func (tx reassigningTx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	if assigned, err := tx.Assigned(m, c); err != nil || assigned {
		return errors.Join(err, tx.Unassign(m, c), tx.VendorTx.Assign(m, c))
	}
	return tx.VendorTx.Assign(m, c)
}

// generousView takes everybody for an Administrator, who sees all.
type generousView struct{ distr.VendorView }

func (v generousView) Assigned(tenant.MemberID, tenant.CustomerID) (bool, error) { return true, nil }

package distr

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// checkContract says what is wrong with a license that is to be a customer's.
func checkContract(room CustomerView, c license.Contract) error {
	if err := c.Check(); err != nil {
		return err
	}
	if err := checkAssets(c.Terms); err != nil {
		return err
	}
	if _, err := zoneOf(c.Zone); err != nil {
		return err
	}
	return freeOf(room, c)
}

// checkAssets keeps a license from counting assets otherwise than the inventory does.
func checkAssets(t license.Terms) error {
	if p := t.Assets; p.KeyByScheme || p.FoldWWW || p.FoldPort {
		return fmt.Errorf("%w policy on assets %+v: the inventory is counted without switches; leave them off", tenant.ErrInvalid, p)
	}
	return nil
}

// freeOf says whether the customer has no license of the model that is in force at the
// same time.
func freeOf(room CustomerView, c license.Contract) error {
	contracts, err := room.Contracts()
	if err != nil {
		return err
	}
	for _, other := range contracts {
		if other.ID != c.ID && other.Meets(c) {
			return fmt.Errorf("%w: the customer has license %s, which is %s too and in force at that time; amend it, or end it first", tenant.ErrConflict, other.ID, c.Terms.Model)
		}
	}
	return nil
}

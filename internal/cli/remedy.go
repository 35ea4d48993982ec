package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A subject is the kind of thing that an error is about.
type subject string

const (
	aCustomer subject = "customer"
	aProduct  subject = "product"
	aVersion  subject = "version"
	aGrant    subject = "grant"
	aToken    subject = "token"

	aRepository subject = "repository"

	anUpstream subject = "upstream"
	aKey       subject = "key"
	aWebhook   subject = "webhook"
	aLetter    subject = "letter"

	aSchedule          subject = "schedule"
	aCustomersSchedule subject = "schedule of a customer's own"
	aScan              subject = "scan"
	aTarget            subject = "target"
)

// remedy says what can be done when a thing is not there, or is there already.
func remedy(s subject, err error) string {
	missing, taken := errors.Is(err, tenant.ErrNotFound), errors.Is(err, tenant.ErrConflict)
	switch {
	case s == aCustomer && missing:
		return `see "distr customer list"`
	case s == aCustomer && taken:
		return `name another with --id, or see "distr customer list"`
	case s == aProduct && missing:
		return `add it with "distr product add"`
	case s == aProduct && taken:
		return `see "distr product list"`
	case s == aVersion && missing: // or the product that it would be of
		return `see "distr product list" and "distr release list PRODUCT"`
	case s == aGrant && missing:
		return `see "distr grant list CUSTOMER"`
	case s == aToken && missing:
		return `see "distr token list"`
	case s == aRepository && missing:
		return `see "distr product list"`
	case s == anUpstream && missing:
		return `see "distr upstream list"`
	case s == aKey && missing:
		return `see "distr keys list"`
	case s == aWebhook && missing:
		return `see "distr webhook list" and "distr webhook history"`
	case s == aLetter && missing:
		return `see "distr mail history"`
	case s == aSchedule && missing:
		return `see "distr schedule list"; one of a customer's own needs --customer`
	case s == aCustomersSchedule && missing:
		return `see "distr schedule list --customer CUSTOMER"; one of yours needs no --customer`
	case s == aTarget && missing:
		return `see "distr asset list CUSTOMER"`
	case s == aScan && missing:
		return `see "distr scan list CUSTOMER"`
	default:
		return ""
	}
}

// about adds the remedy to an error, if there is one.
func about(s subject, err error) error {
	if r := remedy(s, err); err != nil && r != "" {
		return fmt.Errorf("%w; %s", err, r)
	}
	return err
}

// account is a handle on a customer who is there, and the customer. Commands
// come by their customer in no other way, so an unknown one is the same error
// everywhere.
func account(ctx context.Context, v *distr.Vendor, id string) (*distr.Account, tenant.Customer, error) {
	a := v.Account(tenant.CustomerID(id))
	c, err := a.Customer(ctx)
	if errors.Is(err, tenant.ErrNotFound) {
		err = fmt.Errorf("customer %q: %w", id, tenant.ErrNotFound) // whatever the store calls it
	}
	return a, c, about(aCustomer, err)
}

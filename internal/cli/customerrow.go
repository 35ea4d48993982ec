package cli

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type customerRecord struct {
	ID       tenant.CustomerID `json:"id"`
	Name     string            `json:"name"`
	Email    tenant.Email      `json:"email,omitempty"`
	Plan     string            `json:"plan"`
	Features []string          `json:"features"`
	Access   tenant.Access     `json:"access"`
	Created  *time.Time        `json:"created"`
	Archived *time.Time        `json:"archived"`
}

func newCustomerRecord(c tenant.Customer) customerRecord {
	return customerRecord{
		ID: c.ID, Name: c.Name, Email: c.Email, Plan: c.Plan, Features: texts(c.Features), Access: c.Access,
		Created: moment(c.Created), Archived: moment(c.Archived),
	}
}

func (r customerRecord) fields() []field {
	fields := []field{
		{"id", string(r.ID)},
		{"name", r.Name},
		{"email", string(r.Email)},
		{"plan", r.Plan},
		{"features", join(r.Features)},
		{"access", string(r.Access)},
		{"created", clock(r.Created, "")},
	}
	if r.Archived != nil {
		fields = append(fields, field{"archived", clock(r.Archived, "")})
	}
	return fields
}

// A customerRow is a customer in a list, with what lists are sorted by.
type customerRow struct {
	customerRecord
	Expires *time.Time `json:"expires"` // when the last grant ends
	Pulled  *time.Time `json:"pulled"`
	Scanned *time.Time `json:"scanned"`
}

func newCustomerRow(r distr.CustomerRow) customerRow {
	return customerRow{newCustomerRecord(r.Customer), moment(r.Expires), moment(r.Pulled), moment(r.Scanned)}
}

func (r customerRow) fields() []field {
	return []field{
		{"id", string(r.ID)},
		{"name", r.Name},
		{"email", string(r.Email)},
		{"plan", r.Plan},
		{"features", join(r.Features)},
		{"access", r.state()},
		{"expires", clock(r.Expires, "")},
		{"pulled", clock(r.Pulled, "")},
		{"scanned", clock(r.Scanned, "")},
		{"created", clock(r.Created, "")},
	}
}

func (r customerRow) state() string {
	if r.Archived != nil {
		return "archived"
	}
	return string(r.Access)
}

// customerNames are the names that the cells have in JSON.
var customerNames = [...]string{"id", "name", "email", "plan", "features", "access", "created", "archived", "expires", "pulled", "scanned"}

func (r customerRow) cells() []string {
	return []string{
		string(r.ID), r.Name, string(r.Email), r.Plan, join(r.Features), string(r.Access), clock(r.Created, ""), clock(r.Archived, ""),
		clock(r.Expires, ""), clock(r.Pulled, ""), clock(r.Scanned, ""),
	}
}

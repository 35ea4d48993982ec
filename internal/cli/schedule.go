package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func scheduleCommand(c *call) *cobra.Command {
	return noun("schedule", "Say when customers are scanned, and which.",
		scheduleAdd(c), scheduleList(c), schedulePreview(c), schedulePause(c), scheduleResume(c), scheduleRemove(c))
}

type scheduleRecord struct {
	ID        distr.ScheduleID  `json:"id"` // empty: it is not added
	Name      string            `json:"name"`
	Customer  tenant.CustomerID `json:"customer"` // whose own it is; empty: the vendor's
	For       customersRecord   `json:"for"`      // of the vendor's
	Profile   string            `json:"profile"`
	Targets   selectionRecord   `json:"targets"`
	Every     license.Frequency `json:"every"` // empty: it has no slots
	Weekday   string            `json:"weekday"`
	Day       int               `json:"day"` // 0: it is not monthly
	At        string            `json:"at"`  // on the clock of the zone, as 02:30
	Zone      string            `json:"zone"`
	When      string            `json:"when"` // in words
	On        []string          `json:"on"`
	Debounce  string            `json:"debounce"`
	Jitter    string            `json:"jitter"`
	Created   *time.Time        `json:"created"`
	Paused    *time.Time        `json:"paused"`
	Next      *time.Time        `json:"next"`
	nextThere string
}

func newScheduleRecord(customer tenant.CustomerID, s distr.ScanSchedule) scheduleRecord {
	r := scheduleRecord{
		ID: s.ID, Name: s.Name, Customer: customer, For: newCustomersRecord(s.Customers), Profile: s.Profile, Targets: newSelectionRecord(s.Targets),
		Every: s.Every, Zone: s.Zone, On: texts(s.On), Debounce: s.Debounce.String(), Jitter: s.Jitter.String(),
		Created: moment(s.Created), Paused: moment(s.Paused), Next: moment(s.Next),
	}
	when, slots, err := s.When()
	if !slots || err != nil {
		return r
	}
	r.At, r.When = fmt.Sprintf("%02d:%02d", s.Hour, s.Minute), when.String()
	if s.Every == license.EveryWeek {
		r.Weekday = s.Weekday.String()
	}
	if s.Every == license.EveryMonth {
		r.Day = s.Day
	}
	if !s.Next.IsZero() {
		r.nextThere = slotText(license.Slot{At: s.Next.In(when.Zone)})
	}
	return r
}

// runs says when it runs, in words.
func (r scheduleRecord) runs() string {
	var parts []string
	if r.When != "" {
		parts = append(parts, r.When)
	}
	for _, on := range r.On {
		parts = append(parts, "on "+on)
	}
	return strings.Join(parts, ", and ")
}

func (r scheduleRecord) fields() []field {
	next := r.nextThere
	if r.Paused != nil {
		next = "paused since " + clock(r.Paused, "")
	}
	whose := r.For.String()
	if r.Customer != "" {
		whose = string(r.Customer)
	}
	return []field{
		{"id", string(r.ID)}, {"name", r.Name}, {"for", whose}, {"profile", r.Profile}, {"targets", r.Targets.String()}, {"runs", r.runs()}, {"next", next},
	}
}

// A customersRecord is for whom a vendor's schedule is.
type customersRecord struct {
	IDs    []string      `json:"ids"` // none: whoever
	Plan   string        `json:"plan"`
	Access tenant.Access `json:"access"`
	Search string        `json:"search"`
}

func newCustomersRecord(w distr.ScanCustomers) customersRecord {
	return customersRecord{texts(w.IDs), w.Plan, w.Access, w.Search}
}

func (r customersRecord) String() string {
	var parts []string
	switch n := len(r.IDs); {
	case n > 3:
		parts = append(parts, count(n, "customer", "customers"))
	case n > 0:
		parts = append(parts, join(r.IDs))
	}
	if r.Plan != "" {
		parts = append(parts, "plan "+r.Plan)
	}
	if r.Access != "" {
		parts = append(parts, "access "+string(r.Access))
	}
	if r.Search != "" {
		parts = append(parts, "found by "+r.Search)
	}
	if len(parts) == 0 {
		return "everybody"
	}
	return strings.Join(parts, ", ")
}

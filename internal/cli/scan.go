package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func scanCommand(c *call) *cobra.Command {
	return noun("scan", "Scan a customer's assets, and see what came of it.",
		scanRun(c), scanList(c), scanShow(c), scanCancel(c))
}

// A runRecord is one scan of a customer's.
type runRecord struct {
	ID        distr.RunID       `json:"id"`
	Customer  tenant.CustomerID `json:"customer"`
	Profile   string            `json:"profile"`
	Targets   selectionRecord   `json:"targets"`
	State     distr.RunState    `json:"state"`
	Cause     distr.ScanCause   `json:"cause"`
	Schedule  distr.ScheduleID  `json:"schedule"` // empty: it has none
	Name      string            `json:"name"`     // the schedule's
	Trigger   distr.Trigger     `json:"trigger"`
	Slot      *time.Time        `json:"slot"`
	Missed    int               `json:"missed"` // slots before it that it catches up
	Asked     string            `json:"asked"`  // who did, if somebody has
	Created   *time.Time        `json:"created"`
	Ready     *time.Time        `json:"ready"` // not before this
	Started   *time.Time        `json:"started"`
	Ended     *time.Time        `json:"ended"`
	Cancelled *time.Time        `json:"cancelled"` // when somebody asked for its end
	Attempts  int               `json:"attempts"`
	Done      int               `json:"done"` // targets
	Total     int               `json:"total"`
	Counted   bool              `json:"counted"` // by a license
	Found     int               `json:"found"`
	New       int               `json:"new"`
	Resolved  int               `json:"resolved"`
	Error     string            `json:"error"`
}

func newRunRecord(customer tenant.CustomerID, r distr.ScanRun) runRecord {
	return runRecord{
		ID: r.ID, Customer: customer, Profile: r.Profile, Targets: newSelectionRecord(r.Targets), State: r.State,
		Cause: r.Cause, Schedule: r.Schedule, Name: r.Name, Trigger: r.Trigger, Slot: moment(r.Slot), Missed: r.Missed, Asked: r.Asked,
		Created: moment(r.Created), Ready: moment(r.Ready), Started: moment(r.Started), Ended: moment(r.Ended), Cancelled: moment(r.Cancelled),
		Attempts: r.Attempts, Done: r.Done, Total: r.Total, Counted: r.Counted, Found: r.Found, New: r.New, Resolved: r.Resolved, Error: r.Error,
	}
}

// stands is how far it has come, in a few words.
func (r runRecord) stands() string {
	switch {
	case r.State == distr.RunQueued && r.Attempts > 0:
		return fmt.Sprintf("queued, to be tried again at %s", clock(r.Ready, ""))
	case r.State == distr.RunQueued && r.Ready != nil && r.Created != nil && r.Ready.After(*r.Created):
		return fmt.Sprintf("queued for %s", clock(r.Ready, ""))
	case r.State == distr.RunRunning && r.Cancelled != nil:
		return "running, and to be cancelled"
	case r.State == distr.RunRunning && r.Total > 0:
		return fmt.Sprintf("running, %d of %s", r.Done, count(r.Total, "target", "targets"))
	}
	return string(r.State)
}

// why is what it is for.
func (r runRecord) why() string {
	switch {
	case r.Cause == distr.ByHand && r.Asked != "":
		return "asked for by " + r.Asked
	case r.Cause == distr.ByTrigger:
		return fmt.Sprintf("%s, %s", r.Name, r.Trigger)
	case r.Missed > 0:
		return fmt.Sprintf("%s, with %d missed before", r.Name, r.Missed)
	case r.Name != "":
		return r.Name
	}
	return r.Cause.String()
}

// came is what it has found.
func (r runRecord) came() string {
	if r.State == distr.RunQueued || r.State == distr.RunRunning {
		return ""
	}
	return fmt.Sprintf("%d found, %d new, %d resolved", r.Found, r.New, r.Resolved)
}

func (r runRecord) fields() []field {
	return []field{
		{"id", string(r.ID)}, {"customer", string(r.Customer)}, {"created", clock(r.Created, "")}, {"profile", r.Profile}, {"why", r.why()},
		{"state", r.stands()}, {"findings", r.came()}, {"error", r.Error},
	}
}

// runNames are the columns of a table of scans.
var runNames = [...]string{
	"customer", "id", "profile", "state", "cause", "schedule", "name", "trigger", "slot", "missed", "asked", "created", "started", "ended",
	"attempts", "done", "total", "counted", "found", "new", "resolved", "error",
}

func (r runRecord) cells() []string {
	return []string{
		string(r.Customer), string(r.ID), r.Profile, string(r.State), string(r.Cause), string(r.Schedule), r.Name, string(r.Trigger), clock(r.Slot, ""), fmt.Sprint(r.Missed), r.Asked,
		clock(r.Created, ""), clock(r.Started, ""), clock(r.Ended, ""), fmt.Sprint(r.Attempts), fmt.Sprint(r.Done), fmt.Sprint(r.Total), fmt.Sprint(r.Counted),
		fmt.Sprint(r.Found), fmt.Sprint(r.New), fmt.Sprint(r.Resolved), r.Error,
	}
}

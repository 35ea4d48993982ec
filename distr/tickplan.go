package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A part is what is handed out at once of one schedule: a slot or a trigger, to some
// customers or all.
type part struct {
	was    DueSchedule // as it was when this was planned
	is     ScanSchedule
	turn   ScanTurn
	to     []tenant.CustomerID
	looked int // how many customers were looked at to find them
}

// plan looks up for whom a schedule that is due is to be run. Of one for several
// customers that is at most so many who are looked at.
func (t *tick) plan(view VendorView, d DueSchedule, most int) (part, error) {
	p := part{was: d, is: d.ScanSchedule, turn: d.Turn}
	if p.turn.IsZero() {
		var err error
		if p.turn, err = t.begin(&p.is); err != nil || p.turn.IsZero() {
			return p, err
		}
	}
	p.is.Turn = ScanTurn{}
	if d.Customer != "" {
		room, err := view.Open(d.Customer)
		if err != nil {
			return p, err
		}
		if scans(room, d.Targets) { // whether the customer is archived is looked at when it is handed out
			p.to = []tenant.CustomerID{d.Customer}
		}
		return p, nil
	}
	turn, err := d.Customers.turn(view, p.turn.After, most)
	for _, c := range turn.chosen {
		if err != nil {
			break
		}
		room, failed := view.Open(c.ID)
		if err = failed; err == nil && scans(room, d.Targets) {
			p.to = append(p.to, c.ID)
		}
	}
	if p.looked = turn.looked; turn.more {
		p.is.Turn = p.turn
		p.is.Turn.After = turn.last
	}
	return p, err
}

// begin takes what is due off a schedule: a trigger that has fired, or else the last
// slot that has come. It may be neither, if the zone's rules have changed.
func (t *tick) begin(s *ScanSchedule) (ScanTurn, error) {
	if !s.Fired.IsZero() && !s.Fired.After(t.at) {
		s.Fired = time.Time{}
		return ScanTurn{Trigger: OnVulnerabilities}, nil // the other one is handed out where it fires
	}
	when, err := t.when(*s)
	if err != nil {
		return ScanTurn{}, err
	}
	var turn ScanTurn
	turn.Slot, turn.Missed, s.Next = slotsSince(when, s.Next, t.at)
	return turn, nil
}

// scans says whether a customer has anything that is selected. If it cannot be told, it
// does: then the run says what is wrong, and to whom it matters.
func scans(room AssetView, targets ScanSelection) bool {
	if targets.all() {
		n, err := room.AssetCount()
		return err != nil || n.Current > 0
	}
	found, err := targets.among(room, 1)
	return err != nil || len(found) > 0
}

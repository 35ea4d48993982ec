package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// scheduleWritings are the same in both sorts of rooms.
func scheduleWritings[R distr.ScheduleTx](r reach) []writing[R] {
	return []writing[R]{
		{"PutSchedule", r, func(tx R, s *sample) error { return putSchedules(tx, s) }},
		{"RemoveSchedule", r, func(tx R, s *sample) error { return removeSchedule(tx, s) }},
		{"PutSchedule", r, func(tx R, s *sample) error { return putSchedules(tx, s) }},
	}
}

// scanWritings uses each method that changes the part of a customer's room that has
// runs and findings.
func scanWritings() []writing[distr.CustomerTx] {
	return append(scheduleWritings[distr.CustomerTx](intoCustomer), []writing[distr.CustomerTx]{
		{"PutRun", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutRun(s.pastRun) }},
		{"RemoveRuns", intoCustomer, func(tx distr.CustomerTx, _ *sample) error { return tx.RemoveRuns(at(2)) }},
		{"PutRun", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutRun(s.run) }},
		{"PutRunDetail", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutRunDetail(s.run.ID, s.detail) }},
		{"PutFindings", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutFindings(s.findings) }},
	}...)
}

// scanAlterations are updates of it, none of which Changed tells of.
func scanAlterations(s *sample) (all []alteration) {
	for _, w := range scheduleWritings[distr.VendorTx](vendorOnly) {
		all = append(all, alteration{w.method, func(tx distr.VendorTx) error { return w.do(tx, s) }, distr.Changes{}, true})
	}
	for _, w := range scanWritings() {
		all = append(all, alteration{w.method + " of a customer", func(tx distr.VendorTx) error {
			return edit(tx, customerID, func(c distr.CustomerTx) error { return w.do(c, s) })
		}, distr.Changes{}, true})
	}
	return all
}

// scanRefusals are asked for in the room that [conflicts] has prepared.
func scanRefusals() []refusal {
	inside := func(id tenant.CustomerID, do func(distr.CustomerTx, *sample) error) func(distr.VendorTx, *sample) error {
		return func(tx distr.VendorTx, s *sample) error {
			return edit(tx, id, func(c distr.CustomerTx) error { return do(c, s) })
		}
	}
	detail := func(id distr.RunID) func(distr.CustomerTx, *sample) error {
		return func(tx distr.CustomerTx, s *sample) error { return tx.PutRunDetail(id, s.detail) }
	}
	remove := func(tx distr.CustomerTx, s *sample) error { return removeSchedule(tx, s) }
	return []refusal{
		{"the removal of a schedule that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.RemoveSchedule("SCH_1") }, tenant.ErrNotFound},
		{"the removal of a customer's schedule that is not there", inside(customerID, func(tx distr.CustomerTx, _ *sample) error {
			return tx.RemoveSchedule("SCH_1")
		}), tenant.ErrNotFound},
		{"the removal of another customer's schedule", inside("rival", remove), tenant.ErrNotFound},
		{"the detail of a run that is not there", inside(customerID, detail("RUN_1")), tenant.ErrNotFound},
		{"the detail of a run that was removed", inside(customerID, detail(pastRunID)), tenant.ErrNotFound},
		{"the detail of another customer's run", inside("rival", detail(runID)), tenant.ErrNotFound},
	}
}

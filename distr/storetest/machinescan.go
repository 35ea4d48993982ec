package storetest

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineSchedules() []distr.ScheduleID { return []distr.ScheduleID{scheduleID, "SCH_1"} }
func machineRuns() []distr.RunID           { return []distr.RunID{runID, "RUN_1", "run_2"} }

// machineStates are more often those in which something is to be done.
func machineStates() []distr.RunState {
	return []distr.RunState{distr.RunQueued, distr.RunQueued, distr.RunRunning, distr.RunRunning, distr.RunSucceeded, distr.RunCancelled}
}

// scheduleMoves are the same in both sorts of rooms.
func scheduleMoves[R distr.ScheduleTx]() []moving[R] {
	return []moving[R]{
		{"PutSchedule", func(m *machine, r room) moveIn[R] {
			s := m.fresh(r).schedules[m.choose("which", 2)]
			s.ID = pick(m.choose, "schedule", machineSchedules()...)
			s.Next = pick(m.choose, "next", time.Time{}, at(30), at(31), at(32))
			s.Paused, s.Created = pick(m.choose, "paused", time.Time{}, at(1)), pick(m.choose, "made", at(30), at(33))
			return moveIn[R]{do: func(tx R) error { return tx.PutSchedule(s) }, then: func() { m.rooms.put(r, s, "schedule", s.ID) }}
		}},
		{"RemoveSchedule", func(m *machine, r room) moveIn[R] {
			id := pick(m.choose, "schedule", machineSchedules()...)
			return moveIn[R]{
				do:   func(tx R) error { return tx.RemoveSchedule(id) },
				want: unless(m.rooms.has(r, "schedule", id), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "schedule", id) },
			}
		}},
	}
}

// scanMoves change what a customer's room has of scans.
func scanMoves() []moving[distr.CustomerTx] {
	return append(scheduleMoves[distr.CustomerTx](), []moving[distr.CustomerTx]{
		{"PutRun", (*machine).putRun},
		{"PutRun", (*machine).putRun}, // more often: much hangs on it
		{"PutRun", (*machine).putRun},
		{"PutRunDetail", func(m *machine, r room) moveInside {
			id, d := pick(m.choose, "run", machineRuns()...), m.fresh(r).detail
			return moveInside{
				do:   func(tx distr.CustomerTx) error { return tx.PutRunDetail(id, d) },
				want: unless(m.rooms.has(r, "run", id), tenant.ErrNotFound),
				then: func() { m.rooms.put(r, d, "detail", id) },
			}
		}},
		{"RemoveRuns", func(m *machine, r room) moveInside {
			before := pick(m.choose, "before", at(30), at(31), at(32))
			return moveInside{do: func(tx distr.CustomerTx) error { return tx.RemoveRuns(before) }, then: func() {
				for _, id := range machineRuns() {
					if run, there := m.rooms[r][rowName([]any{"run", id})].(distr.ScanRun); there && run.State.Final() && run.Ended.Before(before) {
						m.rooms.remove(r, "run", id)
						m.rooms.remove(r, "detail", id)
					}
				}
			}}
		}},
		{"PutFindings", func(m *machine, r room) moveInside {
			records := slices.Clone(m.fresh(r).findings)
			for i := range records {
				records[i].Fingerprint = pick(m.choose, "finding", "f1", "F1", "f2")
			}
			return moveInside{
				do: func(tx distr.CustomerTx) error { return tx.PutFindings(slices.Clone(records)) },
				then: func() {
					for _, f := range records {
						m.rooms.put(r, f, "finding", f.Profile, f.Fingerprint)
					}
				},
			}
		}},
	}...)
}

func (m *machine) putRun(r room) moveInside {
	run := m.fresh(r).run
	run.ID, run.State = pick(m.choose, "run", machineRuns()...), pick(m.choose, "state", machineStates()...)
	run.Created = pick(m.choose, "created", at(20), at(21))
	run.Ready, run.Until = pick(m.choose, "ready", at(30), at(31), at(32)), pick(m.choose, "until", at(30), at(31), at(32))
	run.Ended = time.Time{}
	if run.State.Final() {
		run.Ended = run.Until
	}
	run.Begun = pick(m.choose, "begun", time.Time{}, at(29), at(30), at(31), at(33))
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.PutRun(run) }, then: func() {
		m.rooms.put(r, run, "run", run.ID)
		m.rooms.put(r, later(m.turn(r), run.Begun), "turn")
	}}
}

// turn is when a run of the customer's was last begun, also one that is no more.
func (m *machine) turn(r room) time.Time {
	when, _ := m.rooms[r]["turn"].(time.Time)
	return when
}

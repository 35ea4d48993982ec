package distr

// The kinds of event about scans. Of a run there is one when somebody asks for it or
// for its end, and one when it has ended; what is in between is seen in its record.
const (
	ScheduleAdded   Kind = "schedule.added"   // {schedule, name, profile, when, on}
	SchedulePaused  Kind = "schedule.paused"  // {schedule, name}
	ScheduleResumed Kind = "schedule.resumed" // {schedule, name}
	ScheduleRemoved Kind = "schedule.removed" // {schedule, name}
	TriggerFired    Kind = "trigger.fired"    // {trigger, schedules}: how many listen
	ScanAsked       Kind = "scan.asked"       // {run, profile}
	ScanCancelled   Kind = "scan.cancelled"   // {run}: somebody has asked for its end
	ScanEnded       Kind = "scan.ended"       // {run, schedule, name, cause, profile, state, targets, found, new, resolved, error}
)

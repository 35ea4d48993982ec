package license

import "math/bits"

// A Level is how use stands against its limit.
type Level string

// The levels.
const (
	Within Level = "within" // below every threshold
	Alert  Level = "alert"  // a threshold is reached
	Over   Level = "over"   // more is used than was sold
)

// A Standing is how much is used of what was sold.
type Standing struct {
	Level     Level
	Used      int64
	Limit     int64 // 0 also if nothing is metered
	Threshold int   // the highest percentage reached at which an alert fires; 0: none
}

// Assess says how some use stands. What is not metered is always within. Less than
// nothing cannot be used, and counts as nothing.
func (t Terms) Assess(used int64) Standing {
	used = max(used, 0)
	alerts := t.Alerts
	switch t.Model { // as thresholds does, without a call: it is asked for every row of a list
	case PerAsset:
		if alerts == nil {
			alerts = assetAlerts[:]
		}
	case PerScan:
		if alerts == nil {
			alerts = scanAlerts[:]
		}
	default:
		return Standing{Level: Within, Used: used}
	}
	level, threshold, limit := Within, 0, max(t.Limit, 0)
	for _, percent := range alerts {
		if !reached(used, percent, limit) {
			break
		}
		level, threshold = Alert, percent
	}
	if used > limit {
		level = Over
	}
	return Standing{Level: level, Used: used, Limit: limit, Threshold: threshold}
}

// Reached are the thresholds that some use has reached, rising.
func (t Terms) Reached(used int64) []int {
	if !t.Model.Metered() {
		return nil
	}
	all := t.thresholds()
	n := 0
	for n < len(all) && reached(used, all[n], max(t.Limit, 0)) {
		n++
	}
	return append([]int(nil), all[:n]...)
}

// Thresholds are the percentages at which an alert fires, rising.
func (t Terms) Thresholds() []int {
	if !t.Model.Metered() {
		return nil
	}
	return append([]int(nil), t.thresholds()...)
}

func (t Terms) thresholds() []int {
	if t.Alerts == nil {
		return t.Model.alerts()
	}
	return t.Alerts
}

// reached: used × 100 ≥ percent × limit, in 128 bits. Nothing used reaches nothing,
// also of a limit of 0; anything used is more than that.
func reached(used int64, percent int, limit int64) bool {
	if used <= 0 || percent <= 0 {
		return false
	}
	usedHigh, usedLow := bits.Mul64(uint64(used), 100)
	high, low := bits.Mul64(uint64(percent), uint64(limit))
	return usedHigh > high || usedHigh == high && usedLow >= low
}

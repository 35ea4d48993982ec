package distr

import "time"

// SnapshotAge is how long ago it was made sure that what this process remembers of
// the vendor is what the store holds, by the Hub's clock. While requests come it
// is less than [Freshness]; more of it means that nobody asks, or that the store
// cannot be read. It is 0 before anything is remembered.
func (v *Vendor) SnapshotAge() time.Duration {
	v.held.mu.RLock()
	defer v.held.mu.RUnlock()
	if v.held.checked.IsZero() {
		return 0
	}
	return max(0, v.hub.config.Now().Sub(v.held.checked))
}

package distr

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewRunID is the ID of the run of a schedule's slot for a customer: whoever makes it
// makes the same one.
func NewRunID(v tenant.VendorID, c tenant.CustomerID, s ScheduleID, slot time.Time) RunID {
	sum := sha256.Sum256(fmt.Appendf(nil, "distr run 1\x00%d\x00%s%d\x00%s%d\x00%s%d", len(v), v, len(c), c, len(s), s, slot.UnixMicro()))
	return RunID("run_" + hex.EncodeToString(sum[:13]))
}

// newRunID is the ID of a run by a trigger, or by hand.
func (h *Hub) newRunID() (RunID, error) {
	id, err := tenant.NewID("run", h.config.Rand)
	return RunID(id), err
}

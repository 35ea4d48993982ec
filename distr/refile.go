package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Refiled is what RefileEvents has found. A store may know of blocks of events, so many
// in a row, what they have, to find those that are looked for.
type Refiled struct {
	Blocks int64 // that there are
	Mended int64 // of them: what was known of them was not right
	Stray  int64 // rows that were of no block, and are removed
}

// refiledData is what an EventsRefiled says.
type refiledData struct {
	Blocks int64 `json:"blocks"`
	Mended int64 `json:"mended"`
	Stray  int64 `json:"stray"`
}

// RefileEvents writes anew what the store finds events by, if anything of that is not
// right, as after damage to a database: lists with filters leave events out then, and
// all that reads them is told of a [BrokenChain] that is Misfiled. An event says so, if
// there was something to mend.
//
// It goes by the events as they are, and touches none of them: whatever was changed in
// those [Vendor.VerifyEvents] finds as before. Others who change something wait for as
// long as all events take to be read.
func (v *Vendor) RefileEvents(ctx context.Context) (Refiled, error) {
	var done Refiled
	err := v.update(ctx, tenant.PruneLog, func(tx VendorTx, _ time.Time) (_ []Event, err error) {
		if done, err = tx.RefileEvents(); err != nil || done.Mended+done.Stray == 0 {
			return nil, err
		}
		return one(happened(EventsRefiled, "", refiledData(done)))
	})
	if err != nil {
		return Refiled{}, err
	}
	return done, nil
}

package distr

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// writePulls writes entries, with one update for each vendor.
func (h *Hub) writePulls(ctx context.Context, pulls []writtenPull) error {
	var order []tenant.VendorID
	of := map[tenant.VendorID][]writtenPull{}
	for _, p := range pulls {
		if of[p.who.Vendor] == nil {
			order = append(order, p.who.Vendor)
		}
		of[p.who.Vendor] = append(of[p.who.Vendor], p)
	}
	var failed error
	for _, v := range order {
		failed = errors.Join(failed, h.store.Update(ctx, v, func(tx VendorTx) error {
			records := make([]PullRecord, len(of[v]))
			for i, p := range of[v] {
				records[i] = p.record
				if p.record.TokenName == "" {
					records[i].TokenName = credentialName(tx, p.who)
				}
			}
			return tx.PutPulls(records)
		}))
	}
	return failed
}

// credentialName looks up what was not at hand when the entry was made. Who is
// gone has no name any more; a store in trouble fails when the entry is put.
func credentialName(tx VendorTx, p tenant.Principal) string {
	if p.Side == tenant.VendorSide {
		c, _ := tx.StaffCredential(p.Credential)
		return c.Name
	}
	room, err := tx.Open(p.Customer)
	if err != nil {
		return ""
	}
	c, _ := room.Credential(p.Credential)
	return c.Name
}

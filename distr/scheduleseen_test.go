package distr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Staff learn of the customers to whom they are assigned, and of no others: neither by
// the list of schedules, nor by how many they are for.
func TestWhoLearnsOfSchedules(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	for _, id := range []tenant.CustomerID{"hooli", "initech"} {
		o.open(t, id)
	}
	o.hire(t, "boss@acme.example", "")
	hand := o.hire(t, "hand@acme.example", tenant.User)
	require.NoError(t, o.acme.Assign(ctx, hand.ID, "globex"))
	o.join(t, o.globex, "ann@globex.example", "")
	everybody := schedule(t, o.acme, daily(nil))
	two := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"globex", "initech"} }))
	others := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"hooli", "initech"} }))
	require.NoError(t, o.store.Update(ctx, "acme", func(tx distr.VendorTx) error {
		s, err := tx.Schedule(everybody.ID)
		if err != nil {
			return err
		}
		s.Turn = distr.ScanTurn{Slot: o.clock.now(), After: "initech"}
		return tx.PutSchedule(s)
	}))

	v := o.as(distr.Staff("hand@acme.example"))
	seen, err := v.Schedules(ctx)
	require.NoError(t, err)
	require.Equal(t, []distr.ScheduleID{everybody.ID, two.ID}, []distr.ScheduleID{seen[0].ID, seen[1].ID})
	require.Len(t, seen, 2)
	require.NotContains(t, fmt.Sprintf("%+v", seen), "initech")
	for id, want := range map[distr.ScheduleID]int{everybody.ID: 1, two.ID: 1} {
		p, err := v.PreviewSchedule(ctx, id, 1)
		require.NoError(t, err)
		require.Equal(t, want, p.Customers)
		p, err = o.as(distr.Staff("boss@acme.example")).PreviewSchedule(ctx, id, 1)
		require.NoError(t, err)
		require.Equal(t, map[distr.ScheduleID]int{everybody.ID: 3, two.ID: 2}[id], p.Customers)
	}
	_, hidden := v.PreviewSchedule(ctx, others.ID, 1)
	_, none := v.PreviewSchedule(ctx, "sch_none", 1)
	require.ErrorIs(t, hidden, tenant.ErrNotFound)
	require.Equal(t, strings.ReplaceAll(none.Error(), "sch_none", string(others.ID)), hidden.Error())
	_, err = v.PreviewNew(ctx, daily(func(s *distr.ScanSchedule) { s.Customers.IDs = []tenant.CustomerID{"initech"} }), 1)
	require.ErrorIs(t, err, tenant.ErrForbidden)
	_, err = v.Account("initech").Schedules(ctx)
	require.ErrorIs(t, err, tenant.ErrNotFound)

	ann := o.as(distr.CustomerUser("ann@globex.example"))
	_, err = ann.Schedules(ctx)
	require.ErrorIs(t, err, tenant.ErrForbidden)
	mine, err := ann.Account("globex").Schedules(ctx)
	require.NoError(t, err)
	require.Empty(t, mine, "those of the vendor's are no affair of one customer's")
	_, err = ann.Account("globex").PreviewSchedule(ctx, two.ID, 1)
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

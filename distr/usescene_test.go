package distr_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// withUse adds to the scene how licenses are used and changed.
func (s *scene) withUse() {
	raised := int64(200)
	s.byType[reflect.TypeFor[license.Change]()] = license.Change{Limit: &raised}
	s.byType[reflect.TypeFor[distr.Use]()] = distr.Use{Key: "scan-1"}
}

// licensed gives a customer a license from now on, with a limit of 100 if it has one.
func licensed(t *testing.T, o *office, a *distr.Account, bend func(*license.Contract)) license.Contract {
	t.Helper()
	c := license.Contract{
		ID: "lic_1", Plan: "Scans", Terms: license.Terms{Model: license.PerScan, Limit: 100},
		Every: license.Monthly, Anchor: o.clock.now(), Zone: "Europe/Berlin", Starts: o.clock.now(), Revision: 1, Created: o.clock.now(),
	}
	if bend != nil {
		bend(&c)
	}
	if !c.Terms.Model.Metered() {
		c.Terms.Limit = 0
	}
	require.NoError(t, c.Check())
	inRoom(t, o, a, func(room distr.CustomerTx) error { return room.PutContract(c) })
	return c
}

func inRoom(t *testing.T, o *office, a *distr.Account, fn func(distr.CustomerTx) error) {
	t.Helper()
	require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		room, err := tx.Edit(a.ID())
		if err != nil {
			return err
		}
		return fn(room)
	}))
}

// scan tells of so many scans, and how that came out.
func scan(t *testing.T, a *distr.Account, key string, quantity int64, at time.Time) distr.Recorded {
	t.Helper()
	r, err := a.RecordUse(t.Context(), distr.Use{Key: key, Quantity: quantity, At: at})
	require.NoError(t, err)
	return r
}

// alertsOf are the alerts of a customer as "percent used/limit rREVISION pPERIOD".
func alertsOf(t *testing.T, o *office, c tenant.CustomerID) (alerts []string) {
	t.Helper()
	for _, e := range o.events(t, c) {
		if e.Kind != distr.LicenseAlert {
			continue
		}
		var a struct{ Percent, Used, Limit, Revision, Period int64 }
		require.NoError(t, json.Unmarshal(e.Data, &a))
		alerts = append(alerts, fmt.Sprintf("%d%% %d/%d r%d p%d", a.Percent, a.Used, a.Limit, a.Revision, a.Period))
	}
	return alerts
}

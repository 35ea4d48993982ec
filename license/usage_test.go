package license_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestPlaced(t *testing.T) {
	const hour = time.Hour
	open := time.Time{}
	january := scans("lic_1", 10, day(1), open)
	ended := scans("lic_1", 10, day(1), day(10))
	next := scans("lic_2", 10, day(10), open)
	unlimited := license.Contract{ID: "lic_u", Terms: license.Terms{Model: license.Unlimited}, Every: license.Annual, Anchor: day(5), Starts: day(5), Ends: day(20), Revision: 1}
	february := time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name           string
		contracts      []license.Contract
		happened, told time.Time
		contract       license.ContractID
		number         int
		late           bool
		is             error
		why            string
	}{
		{name: "at once", contracts: []license.Contract{january}, happened: day(3), told: day(3), contract: "lic_1"},
		{name: "the first instant", contracts: []license.Contract{january}, happened: day(1), told: day(1), contract: "lic_1"},
		{name: "the next period", contracts: []license.Contract{january}, happened: february, told: february, contract: "lic_1", number: 1},
		{name: "five minutes ahead", contracts: []license.Contract{january}, happened: february, told: february.Add(-license.MaxEarly), contract: "lic_1", number: 1},
		{name: "more than that", contracts: []license.Contract{january}, happened: february.Add(1), told: february.Add(-license.MaxEarly), is: tenant.ErrInvalid, why: "look at your clock"},
		{name: "its period is closed but takes it", contracts: []license.Contract{january}, happened: day(31), told: february.Add(72*hour - 1), contract: "lic_1"},
		{name: "its period takes nothing more", contracts: []license.Contract{january}, happened: day(31), told: february.Add(72 * hour), contract: "lic_1", number: 1, late: true},
		{name: "35 days late", contracts: []license.Contract{january}, happened: day(3), told: day(38), contract: "lic_1", number: 1, late: true},
		{name: "more than that late", contracts: []license.Contract{january}, happened: day(3), told: day(38).Add(1), is: tenant.ErrInvalid, why: "more than 35 days late"},
		{name: "its license has ended but takes it", contracts: []license.Contract{ended, next}, happened: day(9), told: day(12), contract: "lic_1"},
		{name: "its license takes nothing more", contracts: []license.Contract{ended, next}, happened: day(9), told: day(13), contract: "lic_2", late: true},
		{name: "no license has followed", contracts: []license.Contract{ended}, happened: day(9), told: day(13), contract: "lic_1", late: true},
		{name: "after the end", contracts: []license.Contract{ended}, happened: day(10), told: day(10), is: tenant.ErrForbidden, why: "no license for per-scan use was in force at 2027-01-10"},
		{name: "before the start", contracts: []license.Contract{next}, happened: day(9), told: day(12), is: tenant.ErrForbidden, why: "sell one that starts by then"},
		{name: "no license at all", happened: day(9), told: day(9), is: tenant.ErrForbidden, why: "no license"},
		{name: "without a limit, beside another", contracts: []license.Contract{january, unlimited}, happened: day(6), told: day(6), contract: "lic_u"},
		{name: "without a limit, whenever it is told", contracts: []license.Contract{january, unlimited}, happened: day(6), told: day(38), contract: "lic_u"},
		{name: "without a limit by now only", contracts: []license.Contract{ended, unlimited}, happened: day(4), told: day(14), contract: "lic_1", late: true},
		{name: "of another model", contracts: []license.Contract{{ID: "lic_a", Terms: license.Terms{Model: license.PerAsset}, Every: license.Monthly, Anchor: day(1), Starts: day(1), Revision: 1}}, happened: day(4), told: day(4), is: tenant.ErrForbidden, why: "no license"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			place, err := license.Placed(tt.contracts, license.PerScan, tt.happened, tt.told, time.LoadLocation)
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is)
				require.ErrorContains(t, err, tt.why)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.contract, place.Contract.ID)
			require.Equal(t, tt.number, place.Period.Number)
			require.Equal(t, tt.late, place.Late)
		})
	}
}

func TestPlacedInNoZone(t *testing.T) {
	gone := errors.New("no such zone")
	_, err := license.Placed([]license.Contract{scans("lic_1", 1, day(1), time.Time{})}, license.PerScan, day(2), day(2), func(string) (*time.Location, error) { return nil, gone })
	require.ErrorIs(t, err, gone)
	_, err = license.Placed(nil, license.Unlimited, day(2), day(2), time.LoadLocation)
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

// TestPlacedLaws: whatever happened when, and was told when, it counts once: in its
// own period if that still takes it, and else, late, in the one that is open.
func TestPlacedLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := scans("lic_1", 10, day(1), time.Time{})
		at := func(name string, from, to time.Time) time.Time {
			return from.Add(time.Duration(rapid.Int64Range(0, int64(to.Sub(from))).Draw(t, name)))
		}
		happened := at("happened", day(1), day(400))
		told := at("told", happened.Add(-license.MaxEarly), happened.Add(license.MaxLate))
		place, err := license.Placed([]license.Contract{c}, license.PerScan, happened, told, time.LoadLocation)
		require.NoError(t, err)
		own, err := c.Cycle(time.UTC).At(happened)
		require.NoError(t, err)
		require.Equal(t, !told.Before(own.End.Add(license.KeptOpen)), place.Late)
		if place.Late {
			require.True(t, place.Period.Contains(told))
		} else {
			require.Equal(t, own, place.Period)
		}
	})
}

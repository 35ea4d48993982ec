package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// perAsset lets the customer have a license by which assets are counted.
func (o *office) perAsset(t *testing.T, limit int64, policy license.Overage) {
	t.Helper()
	from := o.clock.now().Add(-time.Hour)
	require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		room, err := tx.Edit("globex")
		if err != nil {
			return err
		}
		return room.PutContract(license.Contract{
			ID: "lic_1", Every: license.Monthly, Anchor: from, Starts: from, Revision: 1, Created: from,
			Terms: license.Terms{Model: license.PerAsset, Limit: limit, Overage: policy},
		})
	}))
}

func hosts(n int) (texts []string) {
	for i := range n {
		texts = append(texts, fmt.Sprintf("host-%02d.example.com", i))
	}
	return texts
}

// What would go over the limit is refused by itself, and what fits goes in.
func TestAssetsUpToTheLimit(t *testing.T) {
	onEachStore(t, "limit", func(t *testing.T, o *office) {
		o.perAsset(t, 10, license.Block)
		texts := append(hosts(8), "10.0.0.0/29", "10.0.0.1", "10.0.0.2", "10.0.0.3", "host-00.example.com")
		out := addAssets(t, o.globex, texts...)
		for i, r := range out.Results {
			if i != 8 && i != 11 {
				require.NoError(t, r.Err, texts[i])
				require.Equal(t, i < 12, r.Done, texts[i])
				continue
			}
			var over *license.OverLimit
			require.ErrorAs(t, r.Err, &over, texts[i])
			require.ErrorIs(t, r.Err, tenant.ErrForbidden)
			require.Equal(t, license.ContractID("lic_1"), over.Contract)
			require.Zero(t, r.Counts)
			require.False(t, r.Done)
		}
		require.EqualValues(t, 10, out.Count.Current)
		require.EqualValues(t, 10, out.Standing.Used)
		require.EqualValues(t, 10, out.Standing.Limit)

		// What is there already may be said again, and room is made by what goes.
		again := addAssets(t, o.globex, "host-00.example.com", "10.0.0.3")
		require.NoError(t, again.Results[0].Err)
		require.Error(t, again.Results[1].Err)
		_, err := o.globex.ArchiveAssets(t.Context(), []string{"host-00.example.com"})
		require.NoError(t, err)
		require.True(t, addAssets(t, o.globex, "10.0.0.3").Results[0].Done)

		// A range around them makes out no more than what it has besides.
		o.perAsset(t, 11, license.Block)
		require.True(t, addAssets(t, o.globex, "10.0.0.0/30").Results[0].Done)
		require.EqualValues(t, 11, recount(t.Context(), t, o.globex))
	})
}

// Each change of the inventory is told to the meter of the license.
func TestAssetsSetOffAlerts(t *testing.T) {
	o := newOffice(t)
	o.perAsset(t, 10, license.AlertOnly)
	alerts := func() (n int) {
		for _, e := range o.events(t, "globex") {
			if e.Kind == distr.LicenseAlert {
				n++
			}
		}
		return n
	}
	addAssets(t, o.globex, hosts(8)...)
	require.Zero(t, alerts())
	out := addAssets(t, o.globex, hosts(12)...)
	require.Equal(t, 1, alerts())
	require.Equal(t, license.Over, out.Standing.Level)
	for range 3 {
		_, err := o.globex.ArchiveAssets(t.Context(), hosts(12)[8:])
		require.NoError(t, err)
		addAssets(t, o.globex, hosts(12)...)
	}
	require.Equal(t, 1, alerts())
}

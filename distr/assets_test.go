package distr_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// withAssets lets the customer have one to be archived.
func (s *scene) withAssets(t *testing.T) {
	t.Helper()
	addAssets(t, s.globex, "example.com")
}

func addAssets(t *testing.T, a *distr.Account, texts ...string) distr.AssetChange {
	t.Helper()
	out, err := a.AddAssets(t.Context(), newAssets(texts...))
	require.NoError(t, err)
	return out
}

func newAssets(texts ...string) (list []distr.NewAsset) {
	for _, text := range texts {
		list = append(list, distr.NewAsset{Text: text})
	}
	return list
}

// recount is how many assets a customer has by counting all of them.
func recount(ctx context.Context, t require.TestingT, a *distr.Account) int64 {
	var inventory license.Inventory
	for r, err := range a.EachAsset(ctx, distr.AssetQuery{}) {
		require.NoError(t, err)
		require.Equal(t, r.Asset.Key(), r.Key)
		inventory.Add(r.Asset)
	}
	return inventory.Total()
}

func TestAssets(t *testing.T) {
	onEachStore(t, "assets", func(t *testing.T, o *office) {
		ctx := t.Context()
		out, err := o.globex.AddAssets(ctx, []distr.NewAsset{
			{Text: "EXAMPLE.com."}, {Text: "example.com"}, {Text: "192.0.2.1"}, {Text: "192.0.2.0/29"}, {Text: "192.0.2.2"},
			{Text: "https://admin:hunter2@example.com/"}, {Text: "*.example.com"}, {Text: "https://example.com/v1", Kind: license.API}, {Text: "http://example.com/v1"}, {Text: "example.com", Kind: license.WebApp},
		})
		require.NoError(t, err)
		require.Nil(t, out.Standing)
		require.Equal(t, distr.AssetCount{Current: 10, Peak: 10, PeakAt: o.clock.now(), Ranges: 1}, out.Count)
		var done []bool
		var counts []int64
		for _, r := range out.Results {
			done, counts = append(done, r.Done), append(counts, r.Counts)
		}
		require.Equal(t, []bool{true, false, true, true, true, false, false, true, false, false}, done)
		require.Equal(t, []int64{1, 0, 1, 7, 0, 0, 0, 1, 0, 0}, counts)
		require.ErrorIs(t, out.Results[5].Err, license.ErrUserinfo)
		require.NotContains(t, out.Results[5].Err.Error(), "hunter2")
		require.ErrorIs(t, out.Results[6].Err, license.ErrWildcard)
		require.NoError(t, out.Results[8].Err)
		require.Equal(t, license.API, out.Results[8].Asset.Kind, "what is there already is told as it is")
		require.ErrorIs(t, out.Results[9].Err, license.ErrNeedsURL)

		// The range is archived, and what it contained still counts.
		o.clock.move(time.Hour)
		gone, err := o.globex.ArchiveAssets(ctx, []string{"192.0.2.5/29", "example.com", "example.com", "example.org", "a b"})
		require.NoError(t, err)
		require.Equal(t, []int64{6, 1, 0, 0, 0}, []int64{gone.Results[0].Counts, gone.Results[1].Counts, gone.Results[2].Counts, gone.Results[3].Counts, gone.Results[4].Counts})
		require.ErrorIs(t, gone.Results[2].Err, tenant.ErrNotFound)
		require.ErrorIs(t, gone.Results[3].Err, tenant.ErrNotFound)
		require.ErrorIs(t, gone.Results[4].Err, license.ErrAssetText)
		require.EqualValues(t, 3, gone.Count.Current)
		require.EqualValues(t, 10, gone.Count.Peak)
		require.Zero(t, gone.Count.Ranges)
		require.EqualValues(t, 3, recount(t.Context(), t, o.globex))

		archived, err := o.globex.Assets(ctx, distr.AssetQuery{Archived: true})
		require.NoError(t, err)
		require.Len(t, archived, 2)
		require.Equal(t, o.clock.now(), archived[0].Archived)
		back := addAssets(t, o.globex, "example.com")
		require.True(t, back.Results[0].Done)
		apis, err := o.globex.Assets(ctx, distr.AssetQuery{Kind: license.API, Limit: 5})
		require.NoError(t, err)
		require.Len(t, apis, 1)
		require.Equal(t, "https://example.com/v1", apis[0].Asset.Canonical)

		n, err := o.globex.AssetCount(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 4, n.Current)
		before := o.events(t, "globex")
		addAssets(t, o.globex, "example.com", "192.0.2.1")
		require.Equal(t, before, o.events(t, "globex"), "nothing has changed")
	})
}

// An event says how many there were, and names the first of them.
func TestAssetEvents(t *testing.T) {
	o := newOffice(t)
	var texts []string
	for i := range 2000 {
		texts = append(texts, fmt.Sprintf("host-%04d.example.com", i))
	}
	addAssets(t, o.globex, texts...)
	_, err := o.globex.ArchiveAssets(t.Context(), texts[:7])
	require.NoError(t, err)
	events, err := o.acme.Events(t.Context(), distr.EventQuery{Customer: "globex", Limit: 2})
	require.NoError(t, err)
	for i, want := range []struct {
		kind                 distr.Kind
		assets, count, total int
	}{{distr.AssetsAdded, 2000, 2000, 2000}, {distr.AssetsArchived, 7, 7, 1993}} {
		require.Equal(t, want.kind, events[i].Kind)
		var data struct {
			Assets, Count, Total int
			First                []string
		}
		require.NoError(t, json.Unmarshal(events[i].Data, &data))
		require.Equal(t, []int{want.assets, want.count, want.total}, []int{data.Assets, data.Count, data.Total})
		require.Equal(t, texts[:5], data.First)
		require.Less(t, len(events[i].Data), 500)
	}
	var keys []string
	for r, err := range o.globex.EachAsset(t.Context(), distr.AssetQuery{}) {
		require.NoError(t, err)
		keys = append(keys, strings.TrimPrefix(r.Key, "host:"))
	}
	require.Equal(t, texts[7:], keys)
}

func TestAssetsOfTwoCustomersAreTwo(t *testing.T) {
	o := newOffice(t)
	initech := o.open(t, "initech")
	require.EqualValues(t, 1, addAssets(t, o.globex, "192.0.2.1").Count.Current)
	require.EqualValues(t, 8, addAssets(t, initech, "192.0.2.0/29").Count.Current)
	require.EqualValues(t, 1, recount(t.Context(), t, o.globex))
}

func TestTooManyAssetsAtOnce(t *testing.T) {
	o := newOffice(t)
	_, err := o.globex.AddAssets(t.Context(), make([]distr.NewAsset, distr.MaxAssets+1))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, "in pieces")
	_, err = o.globex.ArchiveAssets(t.Context(), make([]string, distr.MaxAssets+1))
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

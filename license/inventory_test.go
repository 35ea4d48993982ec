package license_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/license"
)

// drawnAssets draws assets that often are the same, or overlap.
func drawnAssets() *rapid.Generator[[]license.Asset] {
	text := rapid.OneOf(
		rapid.StringMatching(`(www\.)?[ab]\.(de|com)`),
		rapid.StringMatching(`https?://(www\.)?[ab]\.de(:8080)?(/[xy])?`),
		rapid.StringMatching(`10\.0\.(1|16)\.([0-9]|1[0-9])`),
		rapid.StringMatching(`10\.0\.(1|16)\.([0-9]|1[0-9])/(2[0-9]|3[0-2])`),
		rapid.StringMatching(`2001:db8::[0-9a-f]`),
		rapid.StringMatching(`2001:db8::[01]:[0-9a-f]/(11[6-9]|12[0-8])`),
	)
	return rapid.SliceOfN(rapid.Map(text, func(s string) license.Asset {
		a, err := license.ParseAsset(s, license.Auto)
		if err != nil {
			panic(err)
		}
		return a
	}), 0, 60)
}

// counted is the count by the plainest means: every address by itself.
func counted(assets []license.Asset, p license.AssetPolicy) int64 {
	seen := map[string]bool{}
	for _, a := range assets {
		block, err := netip.ParsePrefix(a.Canonical)
		if err != nil {
			if single, err := netip.ParseAddr(a.Canonical); err == nil {
				block, _ = single.Prefix(single.BitLen())
			}
		}
		if !block.IsValid() {
			seen[p.Key(a)] = true
			continue
		}
		for at := block.Addr(); block.Contains(at); at = at.Next() {
			seen[at.String()] = true
		}
	}
	return int64(len(seen))
}

func TestInventoryCountsEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		assets := drawnAssets().Draw(t, "assets")
		policy := license.AssetPolicy{KeyByScheme: rapid.Bool().Draw(t, "scheme"), FoldWWW: rapid.Bool().Draw(t, "www"), FoldPort: rapid.Bool().Draw(t, "port")}
		want := counted(assets, policy)
		for _, order := range []string{"as drawn", "another"} {
			inventory, sum := license.NewInventory(policy), int64(0)
			for _, a := range assets {
				more := inventory.Add(a)
				require.GreaterOrEqual(t, more, int64(0))
				require.Zero(t, inventory.Add(a), "the second time it is there")
				sum += more
			}
			require.Equal(t, want, inventory.Total(), order)
			require.Equal(t, want, sum, order)
			assets = rapid.Permutation(assets).Draw(t, "order")
		}
	})
}

// A range stands directly in front of what it contains, in the order of keys, and
// nothing else is between.
func TestKeysOfAddressesAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		assets := drawnAssets().Draw(t, "assets")
		for _, a := range assets {
			for _, b := range assets {
				outer, isRange := a.Block()
				inner, isAddress := b.Block()
				if !isRange || !isAddress {
					continue
				}
				within := outer.Contains(inner.Addr()) && outer.Bits() <= inner.Bits()
				first, last := license.KeysWithin(outer)
				require.Equal(t, a.Key(), first)
				require.Equal(t, within, first <= b.Key() && b.Key() <= last, "%s %s %s", first, b.Key(), last)
				if within {
					require.Equal(t, license.Patch(outer), license.Patch(inner))
				}
				require.True(t, within || !outer.Overlaps(inner) || inner.Contains(outer.Addr()) && inner.Bits() <= outer.Bits(), "either one contains the other")
			}
		}
	})
}

func TestPatch(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"10.0.17.5", "10.0.16.0/20"}, {"10.0.16.0/20", "10.0.16.0/20"}, {"10.0.31.0/24", "10.0.16.0/20"},
		{"2001:db8::1", "2001:db8::/116"}, {"2001:db8::1:0/116", "2001:db8::1:0/116"},
	} {
		a, err := license.ParseAsset(tt.text, license.Auto)
		require.NoError(t, err)
		block, is := a.Block()
		require.True(t, is)
		require.Equal(t, tt.want, license.Patch(block).String())
	}
	for _, text := range []string{"example.com", "https://192.0.2.1/", "https://[2001:db8::1]/"} {
		a, err := license.ParseAsset(text, license.Auto)
		require.NoError(t, err)
		_, is := a.Block()
		require.False(t, is)
	}
}

func TestAssetPolicy(t *testing.T) {
	for _, tt := range []struct {
		name   string
		policy license.AssetPolicy
		texts  []string
		want   int64
	}{
		{name: "as it is", texts: []string{"http://a.de", "https://a.de", "https://www.a.de", "a.de", "www.a.de", "https://a.de:8080"}, want: 5},
		{name: "by scheme", policy: license.AssetPolicy{KeyByScheme: true}, texts: []string{"http://a.de", "https://a.de", "http://a.de:80"}, want: 2},
		{name: "without www", policy: license.AssetPolicy{FoldWWW: true}, texts: []string{"a.de", "www.a.de", "https://a.de", "https://www.a.de", "www.de"}, want: 3},
		{name: "www of nothing", policy: license.AssetPolicy{FoldWWW: true}, texts: []string{"www.localhost", "localhost"}, want: 2},
		{name: "without ports", policy: license.AssetPolicy{FoldPort: true}, texts: []string{"https://a.de", "https://a.de:8080", "http://a.de:81/", "https://[2001:db8::1]:8080", "https://[2001:db8::1]"}, want: 2},
		{name: "all", policy: license.AssetPolicy{Version: 1, KeyByScheme: true, FoldWWW: true, FoldPort: true}, texts: []string{"https://a.de", "http://a.de:81", "https://www.a.de:82", "192.0.2.0/30", "192.0.2.1"}, want: 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, tt.policy.Check())
			inventory, keys := license.NewInventory(tt.policy), map[string]bool{}
			for _, text := range tt.texts {
				a, err := license.ParseAsset(text, license.Auto)
				require.NoError(t, err)
				inventory.Add(a)
				keys[tt.policy.Key(a)] = true
			}
			require.Equal(t, tt.want, inventory.Total())
			if !strings.Contains(strings.Join(tt.texts, " "), "/30") {
				require.Len(t, keys, int(tt.want))
			}
		})
	}
	require.ErrorContains(t, license.AssetPolicy{Version: 2}.Check(), "version 2")
}

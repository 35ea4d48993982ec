package distr

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMark(t *testing.T) {
	scope := markScope{Vendor: "acme", Sort: SortName}
	for _, tt := range []struct {
		name  string
		place ListPlace
	}{
		{"a name", ListPlace{Name: "globex Ünï", ID: "globex"}},
		{"an instant", ListPlace{Time: time.Date(2026, 11, 22, 1, 2, 3, 456_789, time.UTC), ID: "cus_1"}},
		{"an instant long ago", ListPlace{Time: time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), ID: "cus_1"}},
		{"nobody's instant", ListPlace{ID: "a"}},
		{"the beginning", ListPlace{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mark, err := scope.mark(tt.place)
			require.NoError(t, err)
			require.Regexp(t, `^[A-Za-z0-9_-]*$`, mark, "it fits into a URL")
			place, err := scope.place(mark)
			require.NoError(t, err)
			require.Equal(t, tt.place, place)
		})
	}
}

// TestMarkRefused changes a mark, takes one of another list, and makes some up.
func TestMarkRefused(t *testing.T) {
	scope := markScope{Vendor: "acme", Sort: SortName}
	mark, err := scope.mark(ListPlace{Name: "globex", ID: "globex"})
	require.NoError(t, err)
	sealed := func(place []byte) Mark {
		sum, err := scope.sum(place)
		require.NoError(t, err)
		return Mark(base64.RawURLEncoding.EncodeToString(append(append([]byte{markVersion}, sum...), place...)))
	}
	for _, tt := range []struct {
		name string
		mark Mark
		says string
	}{
		{"words", "the next page", "not one of ours"},
		{"too short", "AQID", "not one of ours"},
		{"too long", Mark(make([]byte, maxMark+1)), "too long"},
		{"of another version", "Ag" + mark[2:], "another version"},
		{"cut", mark[:len(mark)-4], "not one of ours"},
		{"with more behind it", mark + "AAAA", "another list, or was changed"},
		{"without a place", sealed(nil), "no place in a list"},
		{"without an ID", sealed(placeBytes(ListPlace{Name: "globex"})), "no place in a list"},
		{"with an ID of nobody", sealed(placeBytes(ListPlace{ID: "a/b"})), "no place in a list"},
		{"with a name of no text", sealed(placeBytes(ListPlace{ID: "a", Name: "\xff"})), "no place in a list"},
		{"with too long an ID", sealed([]byte{0, 0, 200, 'a'}), "no place in a list"},
		{"with more than a second", sealed([]byte{0, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 'a'}), "no place in a list"},
		{"with a number written long", sealed([]byte{0x80, 0, 0, 1, 'a'}), "no place in a list"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := scope.place(tt.mark)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.says)
			require.ErrorContains(t, err, "begin without one")
		})
	}
	now := time.Now()
	list := CustomerList{Sort: SortName, Status: Active}
	for _, other := range []markScope{
		list.scope("ACME"), {Vendor: "acme", Sort: SortCreated},
		CustomerList{Sort: SortName, Descending: true, Status: Active}.scope("acme"),
		CustomerList{Sort: SortName, Status: Archived}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Plan: "Pro"}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Access: tenant.AccessFull}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Assigned: "ann"}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Search: "gl"}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Pulled: TimeRange{Until: now}}.scope("acme"),
		CustomerList{Sort: SortName, Status: Active, Pulled: TimeRange{Never: true}}.scope("acme"),
	} {
		mark, err := list.scope("acme").mark(ListPlace{ID: "globex"})
		require.NoError(t, err)
		_, err = other.place(mark)
		require.ErrorContains(t, err, "another list, or was changed", "%+v", other)
	}
	moved, err := CustomerList{Pulled: TimeRange{Until: now}}.scope("acme").mark(ListPlace{ID: "globex"})
	require.NoError(t, err)
	_, err = CustomerList{Pulled: TimeRange{Until: now.Add(time.Hour)}}.scope("acme").place(moved)
	require.NoError(t, err, "now has moved on since the page before")
}

// FuzzMark reads places out of anything: what can be read is what would be written.
func FuzzMark(f *testing.F) {
	f.Add([]byte{})
	f.Add(placeBytes(ListPlace{Name: "globex", ID: "globex"}))
	f.Add(placeBytes(ListPlace{Time: time.UnixMicro(1), ID: "cus_1"}))
	scope := markScope{Vendor: "acme"}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := scope.place(Mark(b)); err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
		}
		place, ok := readPlace(b)
		if !ok {
			return
		}
		mark, err := scope.mark(place)
		require.NoError(t, err)
		again, err := scope.place(mark)
		require.NoError(t, err)
		require.Equal(t, place, again)
	})
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"upper case", "Globex GMBH 1.4", "globex gmbh 1.4"},
		{"beyond A to Z", "ÄÖÜ ΣΑΣ Ж", "äöü σασ ж"},
		{"letters of one case", "\u212A\u017F\u03C2", "ks\u03C3"},
		{"left alone", "ß \u0130 日本", "ß i 日本"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, Fold(tt.text))
			require.Equal(t, tt.want, Fold(Fold(tt.text)))
		})
	}
}

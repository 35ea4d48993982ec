package entitlement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestGrantCheck(t *testing.T) {
	tests := []struct {
		name string
		g    entitlement.Grant
		why  string // empty: it is fine
	}{
		{name: "for ever", g: entitlement.Grant{Versions: entitlement.All()}},
		{name: "for a while", g: entitlement.Grant{Versions: entitlement.Only("1"), Starts: noon, Expires: noon.Add(1)}},
		{name: "for no time at all", g: entitlement.Grant{Versions: entitlement.Only("1"), Starts: noon, Expires: noon}},
		{name: "nothing", g: entitlement.Grant{Name: "trial"}, why: `grant "trial": it names no version`},
		{
			name: "ends before it begins", g: entitlement.Grant{Versions: entitlement.All(), Starts: noon, Expires: noon.Add(-1)},
			why: "before it begins at 2026-11-22T12:00:00Z",
		},
		{name: "a name that would be read as all", g: entitlement.Grant{Versions: entitlement.Only("*")}, why: `version "*"`},
		{name: "a name that would be read as a range", g: entitlement.Grant{Versions: entitlement.Only("match:>0")}, why: `version "match:>0"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.g.Check()
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestAmend(t *testing.T) {
	g := entitlement.Grant{
		ID: "grt_1", Name: "gold", Product: "app", Created: noon, Expires: noon.AddDate(1, 0, 0),
		Versions: entitlement.Only("1.0.0").Plus(match(t, "^2")),
	}
	tests := []struct {
		name   string
		change func(*entitlement.Grant)
		is     error // nil: it is fine
		why    string
	}{
		{name: "nothing", change: func(*entitlement.Grant) {}},
		{name: "the name", change: func(g *entitlement.Grant) { g.Name = "platinum" }},
		{name: "a version more", change: func(g *entitlement.Grant) { g.Versions = g.Versions.Plus(entitlement.Only("3.0.0")) }},
		{name: "a range more", change: func(g *entitlement.Grant) { g.Versions = g.Versions.Plus(match(t, "^3")) }},
		{name: "all instead of some", change: func(g *entitlement.Grant) { g.Versions = entitlement.All() }},
		{name: "a later end", change: func(g *entitlement.Grant) { g.Expires = noon.AddDate(2, 0, 0) }},
		{name: "no end", change: func(g *entitlement.Grant) { g.Expires = time.Time{} }},
		{name: "an end in the past", change: func(g *entitlement.Grant) { g.Expires = noon.AddDate(-1, 0, 0) }},
		{name: "the creation in another zone", change: func(g *entitlement.Grant) { g.Created = noon.In(time.FixedZone("", 3600)) }},
		{
			name: "a version taken back", change: func(g *entitlement.Grant) { g.Versions = match(t, "^2") },
			is: entitlement.ErrNarrows, why: "grant grt_1 has 1.0.0, match:^2, the edit only match:^2",
		},
		{
			name: "a range taken back", change: func(g *entitlement.Grant) { g.Versions = entitlement.Only("1.0.0") },
			is: entitlement.ErrNarrows, why: "keep what stands and add to it",
		},
		{
			name: "a wider range in other words", change: func(g *entitlement.Grant) { g.Versions = entitlement.Only("1.0.0").Plus(match(t, ">=2")) },
			is: entitlement.ErrNarrows,
		},
		{name: "nothing left", change: func(g *entitlement.Grant) { g.Versions = entitlement.Versions{} }, is: entitlement.ErrInvalid, why: "names no version"},
		{
			name: "a name that is none", change: func(g *entitlement.Grant) { g.Versions = g.Versions.Plus(entitlement.Only("*")) },
			is: entitlement.ErrInvalid, why: `version "*"`,
		},
		{
			name: "a later start", change: func(g *entitlement.Grant) { g.Starts = noon },
			is: entitlement.ErrNarrows, why: "the edit lets it begin at 2026-11-22T12:00:00Z",
		},
		{name: "another ID", change: func(g *entitlement.Grant) { g.ID = "grt_2" }, is: entitlement.ErrInvalid, why: "add another grant instead"},
		{name: "another product", change: func(g *entitlement.Grant) { g.Product = "db" }, is: entitlement.ErrInvalid, why: "add another grant instead"},
		{name: "another creation", change: func(g *entitlement.Grant) { g.Created = noon.Add(1) }, is: entitlement.ErrInvalid, why: "add another grant instead"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			next := g
			tt.change(&next)
			got, err := g.Amend(next)
			if tt.is == nil {
				require.NoError(t, err)
				require.Equal(t, next, got)
				return
			}
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.why)
			require.Equal(t, g, got, "a refused edit changes nothing")
		})
	}

	coming := entitlement.Grant{ID: "grt_3", Versions: entitlement.All(), Starts: noon}
	called := coming
	called.Expires = noon.Add(-time.Hour)
	_, err := coming.Amend(called)
	require.NoError(t, err, "what has not begun can be called off")
	sooner := coming
	sooner.Starts = time.Time{}
	_, err = coming.Amend(sooner)
	require.NoError(t, err)
}

func TestParseEnd(t *testing.T) {
	tests := []struct {
		name, text, want string // want: RFC 3339; empty if it is refused
	}{
		{"a date lasts to the end of that day", "2026-12-31", "2027-01-01T00:00:00Z"},
		{"the last day of February", "2028-02-29", "2028-03-01T00:00:00Z"},
		{"an instant", "2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z"},
		{"an instant elsewhere", "2026-12-31T18:00:00-08:00", "2027-01-01T02:00:00Z"},
		{"part of a second", "2026-12-31T18:00:00.25Z", "2026-12-31T18:00:00.25Z"},
		{"the last day but one", "9999-12-30", "9999-12-31T00:00:00Z"},
		{"the last day that can be written", "9999-12-31", "9999-12-31T23:59:59.999999Z"},
		{"an instant whose year has five digits in UTC", "9999-12-31T23:00:00-02:00", ""},
		{"the year 0", "0000-12-30", ""},
		{"what would be the zero time", "0001-01-01T00:00:00Z", ""},
		{"and the day before it", "0000-12-31", ""},
		{"a day that is not", "2026-02-29", ""},
		{"a month that is not", "2026-13-01", ""},
		{"a leap second", "2026-12-31T23:59:60Z", ""},
		{"no zone", "2026-12-31T18:00:00", ""},
		{"the other order", "31.12.2026", ""},
		{"a word", "never", ""},
		{"empty", "", ""},
		{"a space behind", "2026-12-31 ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			end, err := entitlement.ParseEnd(tt.text)
			if tt.want == "" {
				require.ErrorIs(t, err, entitlement.ErrInvalid)
				require.ErrorContains(t, err, tt.text)
				require.True(t, end.IsZero())
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, end.Format(time.RFC3339Nano))
		})
	}
}

func FuzzParseEnd(f *testing.F) {
	for _, s := range []string{"2026-12-31", "2026-12-31T18:00:00Z", "2026-12-31T18:00:00,5+24:00", "9999-12-31", "0000-12-31", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end, err := entitlement.ParseEnd(s)
		if err != nil {
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.True(t, end.IsZero())
			return
		}
		require.False(t, end.IsZero(), "the zero time would be no end")
		require.Equal(t, time.UTC, end.Location())
		again, err := entitlement.ParseEnd(end.Format(time.RFC3339Nano))
		require.NoError(t, err)
		require.Equal(t, end, again)
	})
}

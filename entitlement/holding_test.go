package entitlement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestDecide(t *testing.T) {
	var (
		hour   = noon.Add(time.Hour)
		before = noon.Add(-time.Nanosecond)
		never  time.Time
	)
	grant := func(id entitlement.GrantID, v entitlement.Versions, starts, expires time.Time) entitlement.Grant {
		return entitlement.Grant{ID: id, Versions: v, Starts: starts, Expires: expires}
	}
	one, two, all := entitlement.Only("1.0.0"), entitlement.Only("2.0.0"), entitlement.All()
	yes := func(version string, by entitlement.GrantID, until time.Time) entitlement.Decision {
		return entitlement.Decision{Allowed: true, Reason: entitlement.Granted, Version: version, Grant: by, Until: until}
	}
	no := func(why entitlement.Reason, version string, by entitlement.GrantID, until time.Time) entitlement.Decision {
		return entitlement.Decision{Reason: why, Version: version, Grant: by, Until: until}
	}
	tests := []struct {
		name   string
		grants []entitlement.Grant
		off    bool
		at     time.Time
		asked  []string
		want   entitlement.Decision
	}{
		{name: "no grant", asked: []string{"1.0.0"}, want: no(entitlement.NoGrant, "", "", never)},
		{name: "no grant, unknown content", want: no(entitlement.NoGrant, "", "", never)},
		{name: "granted", grants: []entitlement.Grant{grant("a", one, never, never)}, asked: []string{"1.0.0"}, want: yes("1.0.0", "a", never)},
		{
			name: "granted for a while", grants: []entitlement.Grant{grant("a", one, noon, hour)}, at: noon, asked: []string{"1.0.0"},
			want: yes("1.0.0", "a", hour),
		},
		{
			name: "in its last nanosecond", grants: []entitlement.Grant{grant("a", one, never, noon)}, at: before, asked: []string{"1.0.0"},
			want: yes("1.0.0", "a", noon),
		},
		{
			name: "at the end", grants: []entitlement.Grant{grant("a", one, never, noon)}, at: noon, asked: []string{"1.0.0"},
			want: no(entitlement.Expired, "1.0.0", "a", noon),
		},
		{
			name: "before it begins", grants: []entitlement.Grant{grant("a", one, noon, never)}, at: before, asked: []string{"1.0.0"},
			want: no(entitlement.NotYet, "1.0.0", "a", noon),
		},
		{name: "another version", grants: []entitlement.Grant{grant("a", one, never, never)}, asked: []string{"2.0.0"}, want: no(entitlement.NotCovered, "", "", never)},
		{
			name: "another version, of a grant that ended", grants: []entitlement.Grant{grant("a", one, never, noon)}, at: noon, asked: []string{"2.0.0"},
			want: no(entitlement.NotCovered, "", "", never),
		},
		{name: "unknown content", grants: []entitlement.Grant{grant("a", all, never, never)}, want: no(entitlement.NotCovered, "", "", never)},
		{
			name: "unknown content, of grants that ended", at: noon,
			grants: []entitlement.Grant{grant("a", all, never, noon), grant("b", one, never, before)},
			want:   no(entitlement.Expired, "", "a", noon),
		},
		{
			name: "unknown content, of grants that ended or will begin", at: noon,
			grants: []entitlement.Grant{grant("a", all, never, noon), grant("b", one, hour.Add(1), never), grant("c", one, hour, never)},
			want:   no(entitlement.NotYet, "", "c", hour),
		},
		{name: "the feature is off", grants: []entitlement.Grant{grant("a", all, never, never)}, off: true, asked: []string{"1.0.0"}, want: no(entitlement.FeatureOff, "", "", never)},
		{
			name: "shared by a version that is held", grants: []entitlement.Grant{grant("a", one, never, never)}, asked: []string{"0.1.0", "1.0.0", "2.0.0"},
			want: yes("1.0.0", "a", never),
		},
		{
			name: "the newest of several that are held", grants: []entitlement.Grant{grant("a", all, never, never)}, asked: []string{"0.1.0", "1.0.0", "2.0.0"},
			want: yes("2.0.0", "a", never),
		},
		{
			name: "two grants add up", grants: []entitlement.Grant{grant("a", one, never, never), grant("b", two, never, never)}, asked: []string{"2.0.0"},
			want: yes("2.0.0", "b", never),
		},
		{
			name: "the longer one is named", at: noon, asked: []string{"1.0.0"},
			grants: []entitlement.Grant{grant("a", one, never, hour), grant("b", all, never, hour.Add(1)), grant("c", one, never, hour)},
			want:   yes("1.0.0", "b", hour.Add(1)),
		},
		{
			name: "the one without an end is the longest", at: noon, asked: []string{"1.0.0"},
			grants: []entitlement.Grant{grant("a", one, never, hour), grant("b", one, never, never), grant("c", one, never, hour)},
			want:   yes("1.0.0", "b", never),
		},
		{
			name: "the one that holds outweighs the one that ended", at: noon, asked: []string{"1.0.0"},
			grants: []entitlement.Grant{grant("a", all, never, noon), grant("b", one, never, hour)},
			want:   yes("1.0.0", "b", hour),
		},
		{
			name: "the one that ended outweighs the one of other versions", at: noon, asked: []string{"1.0.0"},
			grants: []entitlement.Grant{grant("a", two, never, never), grant("b", one, never, noon)},
			want:   no(entitlement.Expired, "1.0.0", "b", noon),
		},
		{
			name: "the one that comes outweighs the one that ended", at: noon, asked: []string{"1.0.0"},
			grants: []entitlement.Grant{grant("a", one, hour.Add(1), never), grant("b", one, hour, never), grant("c", one, never, noon)},
			want:   no(entitlement.NotYet, "1.0.0", "b", hour),
		},
		{
			name: "ended before it began", grants: []entitlement.Grant{grant("a", one, hour, noon)}, at: noon, asked: []string{"1.0.0"},
			want: no(entitlement.Expired, "1.0.0", "a", noon),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := tt.at
			if at.IsZero() {
				at = noon
			}
			h := entitlement.Holding{Grants: tt.grants, Off: tt.off}
			got := h.Decide(at, tt.asked...)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.want, h.Over(nil).Decide(at, tt.asked...), "an empty repository changes nothing")
			require.Equal(t, tt.want, h.Decide(at.In(time.FixedZone("", 5*3600)), tt.asked...), "an instant is one in any zone")
		})
	}
}

func TestRefusal(t *testing.T) {
	require.NoError(t, entitlement.Decision{Allowed: true, Reason: entitlement.Granted}.Err())

	tests := []struct {
		reason entitlement.Reason
		want   string
	}{
		{entitlement.NoGrant, "refused: nothing of this product is granted"},
		{entitlement.NotCovered, "refused: this version is not granted"},
		{entitlement.NotYet, "refused: the grant begins at 2026-11-22T12:00:00Z"},
		{entitlement.Expired, "refused: the grant ended at 2026-11-22T12:00:00Z"},
		{entitlement.FeatureOff, "refused: the feature that this product needs is off"},
		{entitlement.Unknown, "refused: there is no such content"},
		{"on_fire", "refused: on_fire"},
	}
	for _, tt := range tests {
		t.Run(string(tt.reason), func(t *testing.T) {
			d := entitlement.Decision{Reason: tt.reason, Until: noon.In(time.FixedZone("", 3600))}
			err := d.Err()
			require.EqualError(t, err, tt.want)
			require.ErrorIs(t, err, entitlement.ErrRefused)
			var refusal *entitlement.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, d, refusal.Decision)
		})
	}
}

package entitlement_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestMatching(t *testing.T) {
	asked := []string{
		"0.9.0", "1.2.0", "1.2.9", "1.4.2", "1.4.2+build.7", "v1.4", "1.5.0-rc.1", "1.9.9", "2.0.0-rc.1", "2.0.0", "2.1.0",
		"7", "20261122", "2026-11-22", "latest", "1.4.2.1",
	}
	tests := []struct{ name, constraint, want string }{
		{"a lower end", ">=1.9", "1.9.9 2.0.0 2.1.0"},
		{"both ends", ">=1.2 <2", "1.2.0 1.2.9 1.4.2 1.4.2+build.7 v1.4 1.9.9"},
		{"with a comma", ">= 1.2, < 1.4", "1.2.0 1.2.9"},
		{"with more space", "  >=1.2 \t <1.4 ", "1.2.0 1.2.9"},
		{"with an equals sign before", "=>1.9", "1.9.9 2.0.0 2.1.0"},
		{"a caret", "^1.4", "1.4.2 1.4.2+build.7 v1.4 1.9.9"},
		{"a tilde", "~1.4.2", "1.4.2 1.4.2+build.7"},
		{"a part left open", "1.2.x", "1.2.0 1.2.9"},
		{"a part left away", "1.2", "1.2.0 1.2.9"},
		{"from and to", "1.2 - 1.4", "1.2.0 1.2.9 1.4.2 1.4.2+build.7 v1.4"},
		{"one or the other", "1.2.x || 2.x", "1.2.0 1.2.9 2.0.0 2.1.0"},
		{"all but some", "!=1.x", "0.9.0 2.0.0 2.1.0"},
		{"any", "*", "0.9.0 1.2.0 1.2.9 1.4.2 1.4.2+build.7 v1.4 1.9.9 2.0.0 2.1.0"},
		{"any, with an end that is none", ">=x", "0.9.0 1.2.0 1.2.9 1.4.2 1.4.2+build.7 v1.4 1.9.9 2.0.0 2.1.0"},
		{"prereleases, when one is named", ">=2.0.0-0", "2.0.0-rc.1 2.0.0 2.1.0"},
		{"prereleases between", ">=1.5.0-0 <2.0.0", "1.5.0-rc.1 1.9.9 2.0.0-rc.1"},
		{"prereleases of one alternative only", ">=2.1.0-0 || ^1.5.0", "1.9.9 2.1.0"},
		{"none, since both can't be", ">2 <1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := entitlement.Matching(tt.constraint)
			require.NoError(t, err)
			require.False(t, v.IsZero())
			in := []string{}
			for _, s := range asked {
				if v.Contains(s) {
					in = append(in, s)
				}
			}
			require.Equal(t, tt.want, strings.Join(in, " "))
		})
	}
}

func TestMatchingRefuses(t *testing.T) {
	tests := []struct{ name, constraint, why string }{
		{"empty", "", "1 to 256 characters"},
		{"a space", " \t", "1 to 256 characters"},
		{"a book", strings.Repeat("1 || ", 100_000) + "1", "1 to 256 characters"},
		{"a word", "latest", `a range looks like ">=1.2 <2"`},
		{"an operator alone", ">=", "a range looks like"},
		{"an alternative that is empty", "1.2 ||", "a range looks like"},
		{"an end that is empty", "1.2,", "a range looks like"},
		{"four parts", "1.2.3.4", "a range looks like"},
		{"more than any", ">x", `no version is in ">x"`},
		{"less than any", "1.2 || < *", `no version is in "< *"`},
		{"not any", "!= X", `no version is in "!= X"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := entitlement.Matching(tt.constraint)
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
			require.Less(t, len(err.Error()), 400)
			require.True(t, v.IsZero(), "what cannot be read is none")
		})
	}
}

func TestVersions(t *testing.T) {
	var none entitlement.Versions
	require.True(t, none.IsZero())
	require.False(t, none.Contains("1.4.2"), "an empty set is none, never all")
	require.False(t, entitlement.Only().Contains(""))
	require.True(t, entitlement.Only().IsZero())

	some := entitlement.Only("2.0.0", "1.4.2", "2.0.0")
	require.Equal(t, []string{"1.4.2", "2.0.0"}, some.Names())
	require.True(t, some.Contains("2.0.0"))
	for _, other := range []string{"2.0", "v2.0.0", "2.0.0+build", "2.0.0 ", ""} {
		require.False(t, some.Contains(other), "a name is that name: %q", other)
	}
	names := []string{"b", "a"}
	_ = entitlement.Only(names...)
	require.Equal(t, []string{"b", "a"}, names, "an argument is left alone")
	some.Names()[0] = "3.0.0"
	require.Equal(t, "1.4.2, 2.0.0", some.String(), "a set cannot be changed from outside")

	require.True(t, entitlement.All().Contains("latest"))
	require.False(t, entitlement.All().IsZero())

	union := some.Plus(entitlement.All()).Plus(match(t, "^2")).Plus(match(t, "^2"))
	require.Equal(t, []string{"*", "1.4.2", "2.0.0", "match:^2"}, union.Terms(), "each term once, word for word")
}

func TestParseVersionsRefuses(t *testing.T) {
	for name, term := range map[string]string{
		"an empty term": "", "a name that is none": "1 2", "a range that is none": "match:latest", "no range": "match:", "two stars": "**",
	} {
		t.Run(name, func(t *testing.T) {
			v, err := entitlement.ParseVersions([]string{"1.4.2", term})
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.True(t, v.IsZero(), "half a set is none")

			text, err := json.Marshal([]string{"1.4.2", term})
			require.NoError(t, err)
			kept := entitlement.Only("1.0.0")
			require.ErrorIs(t, json.Unmarshal(text, &kept), entitlement.ErrInvalid)
			require.Equal(t, "1.0.0", kept.String(), "what cannot be read changes nothing")
		})
	}
	var v entitlement.Versions
	require.Error(t, json.Unmarshal([]byte(`"*"`), &v), "a term alone is no list")
	require.NoError(t, json.Unmarshal([]byte(`[]`), &v))
	require.True(t, v.IsZero())
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, `[]`, string(text))
}

func match(t require.TestingT, constraint string) entitlement.Versions {
	v, err := entitlement.Matching(constraint)
	require.NoError(t, err)
	return v
}

func FuzzMatching(f *testing.F) {
	for _, s := range []string{">=1.2 <2", "^1.4", "~1", "1.x || 2.x", "1.2 - 1.5", ">=2.0.0-0", "!=*", ",", "||", "*", "v1"} {
		f.Add(s, "1.4.2")
	}
	f.Add("*", "1.2.3-a.b+c")
	f.Fuzz(func(t *testing.T, constraint, version string) {
		v, err := entitlement.Matching(constraint)
		if err != nil {
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.True(t, v.IsZero())
			return
		}
		require.Len(t, v.Terms(), 1)
		again, err := entitlement.ParseVersions(v.Terms())
		require.NoError(t, err)
		require.Equal(t, v.Terms(), again.Terms())
		require.Equal(t, v.Contains(version), again.Contains(version))
		require.Equal(t, v.Contains(version), v.Plus(v).Contains(version))
		require.False(t, v.Contains("latest"), "only semantic versions are in a range")
	})
}

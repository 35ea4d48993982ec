package entitlement_test

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestProduct(t *testing.T) {
	product := func(k entitlement.Kind, rs ...entitlement.RepositoryPath) entitlement.Product {
		return entitlement.Product{ID: "app", Kind: k, Repositories: rs}
	}
	tests := []struct {
		name string
		p    entitlement.Product
		why  string // empty: it is fine
	}{
		{name: "one repository", p: product(entitlement.Artifact, "acme/app")},
		{name: "several", p: product(entitlement.Application, "acme/app", "acme/app-chart", "acme/app/db")},
		{name: "no kind", p: product("", "acme/app"), why: `kind "" of product app: it is application or artifact`},
		{name: "an unknown kind", p: product("service", "acme/app"), why: `kind "service"`},
		{name: "no repository", p: product(entitlement.Artifact), why: "it has no repository"},
		{name: "not a repository", p: product(entitlement.Artifact, "Acme/app"), why: `repository "Acme/app"`},
		{name: "not sorted", p: product(entitlement.Artifact, "b", "a"), why: "a is not"},
		{name: "one twice", p: product(entitlement.Artifact, "a", "a"), why: "a is not"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.p.Check()
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
	p := product(entitlement.Artifact, "acme/app")
	require.True(t, p.Has("acme/app"))
	require.False(t, p.Has("acme/app2"))
}

func TestParseRepositoryPath(t *testing.T) {
	for _, s := range []string{"app", "acme/app", "a/b/c/d", "a.b", "a_b", "a__b", "a-b", "a---b", "0/1", "manifests/tags/list", strings.Repeat("a", 255)} {
		r, err := entitlement.ParseRepositoryPath(s)
		require.NoError(t, err, s)
		require.Equal(t, entitlement.RepositoryPath(s), r)
	}
	refused := map[string]string{
		"empty": "", "capitals": "Acme/app", "a host with a port": "localhost:5000/app", "a tag": "acme/app:1", "a digest": "app@sha256:0",
		"a slash before": "/app", "a slash behind": "app/", "two slashes": "a//b", "the folder above": "../app", "within": "a/../b",
		"a dot": ".", "a dot before": ".a", "two dots": "a..b", "three underscores": "a___b", "mixed signs": "a.-b", "a sign behind": "a-",
		"a space": "a b", "a line end": "app\n", "an escape": "a%2fb", "not ASCII": "äpp", "a backslash": `a\b`,
		"256 bytes": strings.Repeat("a", 256), "a book": strings.Repeat("a/", 1_000_000),
	}
	for name, s := range refused {
		t.Run(name, func(t *testing.T) {
			r, err := entitlement.ParseRepositoryPath(s)
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			require.Less(t, len(err.Error()), 1000)
			require.Empty(t, r)
		})
	}
}

func FuzzParseRepositoryPath(f *testing.F) {
	for _, s := range []string{"acme/app", "a__b/c-d", "", "a//b", "../a", "A", "a\n", "a%2fb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := entitlement.ParseRepositoryPath(s)
		if err != nil {
			require.ErrorIs(t, err, entitlement.ErrInvalid)
			return
		}
		require.Equal(t, s, string(r))
		require.LessOrEqual(t, len(s), 255)
		require.Equal(t, s, path.Clean(s), "one path has one text")
		require.False(t, path.IsAbs(s))
		require.Empty(t, strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789._-/"))
	})
}

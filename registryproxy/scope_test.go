package registryproxy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestParseScopes(t *testing.T) {
	t.Parallel()
	one := func(name string, actions ...string) access { return access{"repository", name, actions} }
	var many []string
	for i := range 150 {
		many = append(many, fmt.Sprintf("repository:a/%d:pull", i))
	}
	both := []string{actionPull, actionPush}
	tests := []struct {
		name   string
		params []string
		may    []string
		want   []access
	}{
		{"none", nil, both, nil},
		{"empty", []string{"", "  "}, both, nil},
		{"one", []string{"repository:acme/app:pull"}, both, []access{one("acme/app", "pull")}},
		{"repeated, and with spaces", []string{"repository:a:pull repository:b:push", "repository:c:pull"}, both, []access{one("a", "pull"), one("b", "push"), one("c", "pull")}},
		{"several of one name", []string{"repository:a:push repository:b:pull repository:a:pull,pull"}, both, []access{one("a", "pull", "push"), one("b", "pull")}},
		{"everything", []string{"repository:a:*"}, both, []access{one("a", "pull", "push")}},
		{"everything, for one who may pull", []string{"repository:a:*"}, []string{actionPull}, []access{one("a", "pull")}},
		{"pushing, for one who may pull", []string{"repository:a:push,pull", "repository:b:push"}, []string{actionPull}, []access{one("a", "pull")}},
		{"with a class", []string{"repository(plugin):a:pull"}, both, []access{one("a", "pull")}},
		{"with half a class", []string{"repository(plugin:a:pull"}, both, nil},
		{"with a host", []string{"repository:registry.example:5000/a:pull"}, both, nil},
		{"unknown actions", []string{"repository:a:delete,pull,", "repository:b:delete"}, both, []access{one("a", "pull")}},
		{"unknown types", []string{"registry:catalog:* foo:a:pull"}, both, nil},
		{"not of the form", []string{"repository repository:a :a:pull repository::pull repository:a: ::"}, both, nil},
		{"names that cannot be", []string{"repository:A:pull repository:a/../b:pull repository:a//b:pull repository:" + strings.Repeat("a", 256) + ":pull"}, both, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, parseScopes(tt.params, tt.may))
		})
	}
	t.Run("as many as a token holds", func(t *testing.T) {
		t.Parallel()
		got := parseScopes([]string{strings.Join(many, " ")}, both)
		require.Less(t, len(got), maxScopes)
		require.Equal(t, "a/0", got[0].Name)
		require.Equal(t, fmt.Sprintf("a/%d", len(got)-1), got[len(got)-1].Name)
	})
}

// FuzzScope: what comes out can be granted, and it fits into a token.
func FuzzScope(f *testing.F) {
	for _, seed := range []string{"repository:acme/app:pull,push", "repository(x):a:*", "registry:catalog:*", "a:b:c d:e:f", "repository:h:5000/a:pull", ":::"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, param string) {
		asked := parseScopes([]string{param, param}, []string{actionPull, actionPush})
		seen := map[string]bool{}
		for _, a := range asked {
			_, err := entitlement.ParseRepositoryPath(a.Name)
			require.NoError(t, err)
			require.Equal(t, "repository", a.Type)
			require.Subset(t, []string{actionPull, actionPush}, a.Actions)
			require.NotEmpty(t, a.Actions)
			require.False(t, seen[a.Name])
			seen[a.Name] = true
			written, err := json.Marshal(a)
			require.NoError(t, err)
			require.LessOrEqual(t, len(written)+1, a.size())
		}
		require.LessOrEqual(t, len(asked), maxScopes)
	})
}

package tenant_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestCheckAmong(t *testing.T) {
	live, _ := newToken(t, cluster, same(3))
	gone, _ := newToken(t, cluster, same(4))
	gone = gone.Revoke(noon)
	later, _ := newToken(t, cluster, same(5))
	later = later.Revoke(noon.Add(time.Hour))
	others := []tenant.Installation{
		{ID: "ins_1", Name: "production", Credential: live.ID},
		{ID: "ins_2", Name: "staging", Credential: gone.ID},
		{ID: "ins_3", Name: "test", Credential: later.ID},
		{ID: "ins_4", Name: "lost", Credential: "crd_nobody_has"},
	}
	tests := []struct {
		name string
		i    tenant.Installation
		is   error
		why  string
	}{
		{name: "a new name", i: tenant.Installation{ID: "ins_9", Name: "edge"}},
		{"a name that is taken", tenant.Installation{ID: "ins_9", Name: "production"}, tenant.ErrConflict, `"production" already; choose another name`},
		{name: "its own name", i: tenant.Installation{ID: "ins_1", Name: "production"}},
		{name: "that of one whose account was revoked", i: tenant.Installation{ID: "ins_9", Name: "staging"}},
		{"that of one whose account will be", tenant.Installation{ID: "ins_9", Name: "test"}, tenant.ErrConflict, `"test"`},
		{name: "that of one without an account", i: tenant.Installation{ID: "ins_9", Name: "lost"}},
		{name: "another spelling", i: tenant.Installation{ID: "ins_9", Name: "Production"}},
		{"no name", tenant.Installation{ID: "ins_9"}, tenant.ErrInvalid, "installation name: it is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.i.CheckAmong(others, []tenant.Credential{live, gone, later}, noon)
			if tt.is == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

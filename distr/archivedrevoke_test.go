package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// While a customer is archived the vendor can take away what would open its doors
// again with it, and give nothing; its own people can do nothing at all.
func TestToTakeAwayFromAnArchivedCustomer(t *testing.T) {
	o := newOffice(t)
	ann, bob := o.join(t, o.globex, "ann@globex.example", ""), o.join(t, o.globex, "bob@globex.example", tenant.User)
	pending := invite(t, o.globex, "cal@globex.example", tenant.User)
	c, token, err := o.globex.NewToken(t.Context(), "cluster")
	require.NoError(t, err)
	started := install(t, o.globex, "factory")
	hand := o.hire(t, "boss@acme.example", "")
	_, err = o.globex.Archive(t.Context())
	require.NoError(t, err)

	own := o.user(ann.Email)
	require.Equal(t, tenant.CustomerArchived, because(own.RevokeToken(t.Context(), c.ID)))
	require.Equal(t, tenant.CustomerArchived, because(own.RemoveMember(t.Context(), bob.ID)))
	require.Equal(t, tenant.CustomerArchived, because(own.RemoveMember(t.Context(), ann.ID)))

	staff := o.as(distr.Staff(hand.Email)).Account("globex")
	_, _, err = staff.NewToken(t.Context(), "another")
	require.Equal(t, tenant.CustomerArchived, because(err))
	_, err = staff.SetRole(t.Context(), bob.ID, tenant.Viewer)
	require.Equal(t, tenant.CustomerArchived, because(err))
	_, err = staff.Resend(t.Context(), pending.Member.ID)
	require.Equal(t, tenant.CustomerArchived, because(err))

	require.NoError(t, staff.RevokeToken(t.Context(), c.ID))
	require.NoError(t, staff.RevokeInstallation(t.Context(), started.Installation.ID))
	require.NoError(t, staff.RemoveMember(t.Context(), bob.ID))
	require.NoError(t, staff.RemoveMember(t.Context(), pending.Member.ID))
	require.Equal(t, map[tenant.Email]tenant.Role{ann.Email: tenant.Administrator}, members(t, o.globex))

	_, err = o.globex.Unarchive(t.Context())
	require.NoError(t, err)
	require.False(t, o.opens(t, token))
	require.False(t, o.opens(t, started.Token))
}

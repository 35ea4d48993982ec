package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Whoever asks for what concerns the vendor as a whole hears why not in words that
// fit them: a customer's people are somebody's, and who was among the staff is not.
func TestTheVendorAsAWholeIsNoCustomersAffair(t *testing.T) {
	o := newOffice(t)
	o.join(t, o.globex, "ann@globex.example", "")
	o.hire(t, "boss@acme.example", "")
	bob := o.hire(t, "bob@acme.example", tenant.Administrator)
	require.NoError(t, o.acme.RemoveStaff(t.Context(), bob.ID))

	for _, who := range []struct {
		name   string
		actor  distr.Actor
		reason tenant.Reason
		why    string
	}{
		{"a customer's Administrator", distr.CustomerUser("ann@globex.example"), tenant.OtherSide, "only the vendor's own people may"},
		{"a stranger at a customer's", distr.CustomerUser("eve@globex.example"), tenant.OtherSide, "only the vendor's own people may"},
		{"who was among the staff", distr.Staff(bob.Email), tenant.NotMember, "they are not among the vendor's staff"},
	} {
		t.Run(who.name, func(t *testing.T) {
			v := o.as(who.actor)
			_, settings := v.Settings(t.Context())
			_, staff := v.Staff(t.Context())
			_, log := v.Events(t.Context(), distr.EventQuery{})
			_, _, change := v.ChangeSettings(t.Context(), func(*tenant.Settings) error { return nil })
			for _, err := range []error{settings, staff, log, change} {
				require.Equal(t, who.reason, because(err))
				require.ErrorIs(t, err, tenant.ErrForbidden)
				require.ErrorContains(t, err, who.why)
			}
		})
	}
}

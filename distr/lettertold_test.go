package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A customer's Administrator sees what was written to the customer's people, and not
// to whom of the vendor's staff the vendor has written about them.
func TestACustomersLetters(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.join(t, o.globex, "ann@globex.example", "")
	_, err := o.acme.QueueLetters(ctx, []distr.Letter{
		{ID: "ltr_1", Customer: "globex", To: "boss@acme.example", Template: mail.MemberJoined},
		{ID: "ltr_2", Customer: "globex", To: "ann@globex.example", Template: mail.NewRelease},
	})
	require.NoError(t, err)
	to := func(v *distr.Vendor, limit int) (all []tenant.Email) {
		letters, err := v.Letters(ctx, distr.LetterQuery{Customer: "globex", Limit: limit})
		require.NoError(t, err)
		for _, l := range letters {
			all = append(all, l.To)
		}
		return all
	}
	require.ElementsMatch(t, []tenant.Email{"boss@acme.example", "ann@globex.example"}, to(o.acme, 0))
	ann := o.acme.As(distr.CustomerUser("ann@globex.example"))
	require.Equal(t, []tenant.Email{"ann@globex.example"}, to(ann, 0))
	require.Equal(t, []tenant.Email{"ann@globex.example"}, to(ann, 1), "what is left out takes no place on a page")
}

package sqlite

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// An event whose row holds what nobody has written there is named, as one that was
// changed is.
func TestUnreadableEvents(t *testing.T) {
	for _, tt := range []struct{ name, change, why string }{
		{"an address that is none", `address = 'somewhere'`, "unable to parse IP"},
		{"a short hash", `hash = x'00'`, "a hash is kept as 32 bytes"},
	} {
		for _, seq := range []int64{2, 3} { // in the middle, and the last
			t.Run(fmt.Sprintf("%s, of event %d", tt.name, seq), func(t *testing.T) {
				s := open(t)
				v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
				for range 3 {
					_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Hooli"})
					require.NoError(t, err)
				}
				_, err := s.writer.ExecContext(t.Context(), fmt.Sprintf(`UPDATE events SET %s WHERE seq = %d`, tt.change, seq))
				require.NoError(t, err)
				_, verified := v.VerifyEvents(t.Context(), distr.Head{})
				_, listed := v.Events(t.Context(), distr.EventQuery{})
				for _, err := range []error{verified, listed} {
					var broken *distr.BrokenChain
					require.ErrorAs(t, err, &broken)
					require.Equal(t, seq, broken.Seq)
					require.ErrorContains(t, err, tt.why)
					require.NotContains(t, err.Error(), "sql:")
				}
			})
		}
	}
}

package seal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

func TestDerive(t *testing.T) {
	t.Parallel()
	k := newKey(t, 0)
	one := k.Derive("acme", "invitation", "ltr_1")
	require.Len(t, one, 32)
	require.Equal(t, one, k.Derive("acme", "invitation", "ltr_1"), "the same each time")
	for name, other := range map[string][]byte{
		"another key":       newKey(t, 1).Derive("acme", "invitation", "ltr_1"),
		"another name":      k.Derive("acme", "invitation", "ltr_2"),
		"names cut anew":    k.Derive("acmei", "nvitation", "ltr_1"),
		"names put as one":  k.Derive("acmeinvitationltr_1"),
		"one name more":     k.Derive("acme", "invitation", "ltr_1", ""),
		"none at all":       k.Derive(),
		"in another order":  k.Derive("invitation", "acme", "ltr_1"),
		"in capital letter": k.Derive("ACME", "invitation", "ltr_1"),
	} {
		require.NotEqual(t, one, other, name)
	}
	require.Nil(t, seal.Key{}.Derive("acme"))
}

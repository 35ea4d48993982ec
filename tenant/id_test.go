package tenant_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestCheckID(t *testing.T) {
	tests := []struct {
		name, id string
		why      string // empty: it is fine
	}{
		{name: "letters and digits", id: "Acme42"},
		{name: "one letter", id: "a"},
		{name: "one digit", id: "7"},
		{name: "all the signs", id: "a.b_c-d"},
		{name: "made by us", id: "cus_g3xqk2v7n5bd4ayt"},
		{name: "as long as it may be", id: strings.Repeat("x", 64)},
		{name: "empty", id: "", why: "it is empty"},
		{name: "too long", id: strings.Repeat("x", 65), why: "65 bytes, at most 64 are allowed"},
		{name: "a slash, which divides a token's claim", id: "acme/globex", why: `"acme/globex"`},
		{name: "begins with a dot", id: "..", why: "begin with a letter or a digit"},
		{name: "begins with a dash, as an option does", id: "-rf", why: "begin with a letter or a digit"},
		{name: "a space", id: "ac me", why: `"ac me"`},
		{name: "a space at the end", id: "acme ", why: `"acme "`},
		{name: "a NUL", id: "acme\x00", why: `"acme\x00"`},
		{name: "a letter outside ASCII", id: "аcme", why: `"аcme"`},
		{name: "not UTF-8", id: "a\xff", why: `"a\xff"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := tenant.ParseVendorID(tt.id)
			require.Equal(t, tenant.VendorID(tt.id), v, "an ID is kept byte by byte")
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, "vendor ID")
			require.ErrorContains(t, err, tt.why)

			_, err = tenant.ParseMemberID(tt.id)
			require.ErrorContains(t, err, "member ID")
			_, err = tenant.ParseInstallationID(tt.id)
			require.ErrorContains(t, err, "installation ID")
			_, err = tenant.ParseCustomerID(tt.id)
			require.ErrorContains(t, err, "customer ID")
			_, err = tenant.ParseCredentialID(tt.id)
			require.ErrorContains(t, err, "credential ID")
		})
	}
}

func TestNewID(t *testing.T) {
	id, err := tenant.NewID("cus", bytes.NewReader(bytes.Repeat([]byte{0xff}, 10)))
	require.NoError(t, err)
	require.Equal(t, "cus_7777777777777777", id)
	require.NoError(t, tenant.CheckID("customer", id))

	_, err = tenant.NewID("cus", bytes.NewReader(make([]byte, 9)))
	require.ErrorContains(t, err, "making an ID cus_", "too little chance is no ID")

	broken := errors.New("no entropy")
	_, err = tenant.NewID("cus", iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

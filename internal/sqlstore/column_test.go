package sqlstore

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestTimesComeBack(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	for _, tt := range []struct {
		name      string
		put, want time.Time
	}{
		{"the zero time", time.Time{}, time.Time{}},
		{"the zero time elsewhere", time.Time{}.In(berlin), time.Time{}},
		{"a microsecond", time.Date(2026, 11, 22, 1, 2, 3, 4567, time.UTC), time.Date(2026, 11, 22, 1, 2, 3, 4000, time.UTC)},
		{"another zone", time.Date(2026, 11, 22, 1, 2, 3, 0, berlin), time.Date(2026, 11, 22, 0, 2, 3, 0, time.UTC)},
		{"before 1970", time.Date(1900, 1, 1, 0, 0, 0, 1999, time.UTC), time.Date(1900, 1, 1, 0, 0, 0, 1000, time.UTC)},
		{"1970", time.Unix(0, 0), time.Unix(0, 0).UTC()},
		{"the year 9999", time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got time.Time
			require.NoError(t, timeColumn{&got}.Scan(micros(tt.put)))
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.put.IsZero(), got.IsZero())
		})
	}
}

// TestColumnsRefuse reads what none of ours has written. A driver may hand out
// text as bytes.
func TestColumnsRefuse(t *testing.T) {
	var at time.Time
	var hash [32]byte
	var digest entitlement.Digest
	var features tenant.Features
	require.EqualError(t, timeColumn{&at}.Scan("2026-11-22"), "a time is kept as a number, not as string")
	require.EqualError(t, timeColumn{&at}.Scan(nil), "a time is kept as a number, not as <nil>")
	for _, wrong := range []any{nil, "text", []byte{}, make([]byte, 31), make([]byte, 33)} {
		require.EqualError(t, hashColumn{hash[:]}.Scan(wrong), "a hash is kept as 32 bytes")
	}
	require.EqualError(t, textColumn{&digest}.Scan(nil), "it is kept as text, not as <nil>")
	require.ErrorIs(t, textColumn{&digest}.Scan("sha256:0"), entitlement.ErrInvalid)
	require.EqualError(t, jsonColumn{&features}.Scan(1), "a list is kept as text, not as int")
	require.Error(t, jsonColumn{&features}.Scan(`["artifacts"`))

	want := entitlement.SHA256([]byte("content"))
	for _, text := range []any{want.String(), []byte(want.String())} {
		require.NoError(t, textColumn{&digest}.Scan(text))
		require.Equal(t, want, digest)
	}
	var bytes []byte
	require.EqualError(t, bytesColumn{&bytes}.Scan("text"), "bytes are kept as bytes, not as string")
	for _, text := range []any{`["artifacts"]`, []byte(`["artifacts"]`)} {
		require.NoError(t, jsonColumn{&features}.Scan(text))
		require.Equal(t, tenant.Features{tenant.Artifacts}, features)
	}
}

func TestListsComeBack(t *testing.T) {
	for _, want := range []tenant.Features{nil, {}, {tenant.Artifacts}} {
		text, err := jsonText(want)
		require.NoError(t, err)
		got := tenant.Features{"other"}
		require.NoError(t, jsonColumn{&got}.Scan(text))
		require.Equal(t, want, got, "nil and empty are told apart")
	}
}

// TestBytesComeBack reads as a driver may hand them out: its own, to be copied,
// and nil for none.
func TestBytesComeBack(t *testing.T) {
	from, got := []byte("sealed"), []byte("other")
	require.NoError(t, bytesColumn{&got}.Scan(from))
	from[0] = 'S'
	require.Equal(t, []byte("sealed"), got)
	require.NoError(t, bytesColumn{&got}.Scan([]byte(nil)))
	require.Equal(t, []byte{}, got)
	require.NoError(t, bytesColumn{&got}.Scan(nil))
	require.Nil(t, got)
}

func TestMapsComeBack(t *testing.T) {
	for _, want := range []map[string]string{nil, {}, {"": "", "<a>": "\x00\u2028"}} {
		text, err := jsonText(want)
		require.NoError(t, err)
		var got map[string]string
		require.NoError(t, jsonColumn{&got}.Scan(text))
		require.Equal(t, want, got, "nil and empty are told apart")
	}
}

func TestInsertItems(t *testing.T) {
	require.Equal(t, `INSERT INTO items (vendor, closure, n, digest, role, size, media_type, manifest) VALUES `+
		`($1, $2, $3, $4, $5, $6, $7, $8), ($1, $2, $9, $10, $11, $12, $13, $14)`, insertItems(2))
}

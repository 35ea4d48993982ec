package seal_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// What is kept in databases has to open for good. The bytes were computed by
// another program, from the description of the format.
func TestFormatStays(t *testing.T) {
	t.Parallel()
	const want = "01" + "80a75e297a4874bc" +
		"606162636465666768696a6b" + "aa9ad916ff05c528345fb3603ec08f0c7624dbdad031648efbf8da3720afa957733944a0f2d510d83ed2b23cbaa3ac47" +
		"6c6d6e6f7071727374757677" + "337cb68d2f5a5975b9e3e206191f36f515a8a0b3ae3401502b3774be30"
	sealed, err := newRing(t, 0).Seal([]byte("correct horse"), from(0x40), "acme", "upstream", "acme/app")
	require.NoError(t, err)
	require.Equal(t, want, hex.EncodeToString(sealed))
	kept, err := hex.DecodeString(want)
	require.NoError(t, err)
	plain, err := newRing(t, 0).Open(kept, "acme", "upstream", "acme/app")
	require.NoError(t, err)
	require.Equal(t, "correct horse", string(plain))
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	ring := newRing(t, 1)
	for _, tt := range []struct {
		name    string
		plain   []byte
		context []string
	}{
		{"a password", []byte("correct horse"), []string{"acme", "upstream", "acme/app"}},
		{"empty", nil, []string{"acme", "upstream", ""}},
		{"all bytes", []byte("\x00\xff\x01"), []string{"\x00", "\xff"}},
		{"the longest", bytes.Repeat([]byte{7}, seal.MaxPlain), []string{"acme"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			given := slices.Clone(tt.plain)
			sealed, err := ring.Seal(given, from(3), tt.context...)
			require.NoError(t, err)
			require.Len(t, sealed, 97+len(tt.plain))
			require.Equal(t, tt.plain, given)
			whole := slices.Clone(sealed)
			plain, err := ring.Open(sealed, tt.context...)
			require.NoError(t, err)
			require.True(t, bytes.Equal(tt.plain, plain))
			require.Equal(t, whole, sealed, "opening leaves it as it is")
		})
	}
}

func TestSealedAnew(t *testing.T) {
	t.Parallel()
	ring, chance := newRing(t, 1), from(0)
	first, err := ring.Seal([]byte("same"), chance, "acme")
	require.NoError(t, err)
	second, err := ring.Seal([]byte("same"), chance, "acme")
	require.NoError(t, err)
	for _, part := range [][2]int{{9, 21}, {21, 69}, {69, 81}, {81, 101}} {
		require.NotEqual(t, first[part[0]:part[1]], second[part[0]:part[1]], "each time another key and other nonces")
	}
}

func TestSealRefuses(t *testing.T) {
	t.Parallel()
	ring := newRing(t, 1)
	_, err := ring.Seal(make([]byte, seal.MaxPlain+1), from(0), "acme")
	require.ErrorContains(t, err, "it has 1048577 bytes, and 1048576 is the most")
	_, err = ring.Seal([]byte("x"), from(0))
	require.ErrorContains(t, err, "give the tenant and the name")
	_, err = ring.Open(make([]byte, 200))
	require.ErrorContains(t, err, "give the tenant and the name")
	broken := errors.New("broken")
	_, err = ring.Seal([]byte("x"), iotest.ErrReader(broken), "acme")
	require.ErrorIs(t, err, broken)
	_, err = ring.Seal([]byte("x"), strings.NewReader("too short to draw a key from"), "acme")
	require.Error(t, err)
}

func TestEveryBitCounts(t *testing.T) {
	t.Parallel()
	ring := newRing(t, 1, 2)
	sealed, err := ring.Seal([]byte("correct horse"), from(3), "acme", "upstream")
	require.NoError(t, err)
	for bit := range 8 * len(sealed) {
		changed := slices.Clone(sealed)
		changed[bit/8] ^= 1 << (bit % 8)
		plain, err := ring.Open(changed, "acme", "upstream")
		want := seal.ErrDamaged
		if 8 <= bit && bit < 72 {
			want = seal.ErrUnknownKey
		}
		require.ErrorIs(t, err, want, "bit %d", bit)
		require.Nil(t, plain, "bit %d", bit)
	}
	for n := range sealed {
		_, err := ring.Open(sealed[:n], "acme", "upstream")
		require.ErrorIs(t, err, seal.ErrDamaged, "%d bytes", n)
	}
	for name, changed := range map[string][]byte{
		"longer": append(slices.Clone(sealed), 0), "in front": append([]byte{1}, sealed...), "endless": append(slices.Clone(sealed), make([]byte, 2<<20)...),
	} {
		_, err := ring.Open(changed, "acme", "upstream")
		require.Error(t, err, name)
	}
	second := append([]byte{2}, sealed[1:]...)
	_, err = ring.Open(second, "acme", "upstream")
	require.ErrorContains(t, err, "its format is 2, and this program knows 1")
}

// The parts of two sealed values, also of one context, do not go together.
func TestPartsBelongTogether(t *testing.T) {
	t.Parallel()
	ring, chance := newRing(t, 1), from(3)
	a, err := ring.Seal([]byte("first"), chance, "acme", "upstream")
	require.NoError(t, err)
	b, err := ring.Seal([]byte("other"), chance, "acme", "upstream")
	require.NoError(t, err)
	for _, at := range []int{21, 69, 81} {
		_, err := ring.Open(slices.Concat(a[:at], b[at:]), "acme", "upstream")
		require.ErrorIs(t, err, seal.ErrDamaged, "cut at %d", at)
	}
}

func TestContextIsAWall(t *testing.T) {
	t.Parallel()
	ring := newRing(t, 1)
	sealed, err := ring.Seal([]byte("correct horse"), from(3), "a", "bc", "app")
	require.NoError(t, err)
	for _, tt := range []struct {
		name    string
		context []string
	}{
		{"another tenant", []string{"b", "bc", "app"}},
		{"a tenant in capitals", []string{"A", "bc", "app"}},
		{"another name", []string{"a", "bc", "api"}},
		{"another order", []string{"bc", "a", "app"}},
		{"joined differently", []string{"ab", "c", "app"}},
		{"joined", []string{"abcapp"}},
		{"one less", []string{"a", "bc"}},
		{"one more", []string{"a", "bc", "app", ""}},
		{"an empty one in front", []string{"", "a", "bc", "app"}},
		{"lengths in the text", []string{"a\x00\x00\x00\x00\x00\x00\x00\x02bc", "app"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			plain, err := ring.Open(sealed, tt.context...)
			require.ErrorIs(t, err, seal.ErrDamaged)
			require.Nil(t, plain)
		})
	}
}

// Nothing opens but what was sealed.
func FuzzOpen(f *testing.F) {
	ring := newRing(f, 0, 1)
	known := map[string]bool{}
	for i, plain := range []string{"", "correct horse", strings.Repeat("long", 100)} {
		sealed, err := ring.Seal([]byte(plain), from(byte(i)), "acme", "upstream")
		require.NoError(f, err)
		known[string(sealed)] = true
		f.Add(sealed)
		f.Add(sealed[:len(sealed)-1])
	}
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, sealed []byte) {
		plain, err := ring.Open(sealed, "acme", "upstream")
		if known[string(sealed)] {
			require.NoError(t, err)
			return
		}
		require.Error(t, err)
		require.Nil(t, plain)
	})
}

package cli

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseSize(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		text string
		want int64
	}{
		{"the default", defaultKept, 10 << 30},
		{"nothing", "0", 0},
		{"in a word", "none", 0},
		{"of powers of ten", "500MB", 500_000_000},
		{"of powers of two", "500MiB", 500 << 20},
		{"short", "2G", 2_000_000_000},
		{"with a space, in small letters", "2 tib", 2 << 40},
		{"a fraction", "1.5GiB", 3 << 29},
		{"bytes", "1048576", 1 << 20},
		{"the least", "1MiB", 1 << 20},
		{"nearly the most", "7EiB", 7 << 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseSize(tt.text)
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	for _, tt := range []struct{ name, text string }{
		{"empty", ""},
		{"no number", "lots"},
		{"less than nothing", "-1GiB"},
		{"less than the least", "1023KiB"},
		{"a unit was left out", "10"},
		{"a fraction of a byte", "0.1"},
		{"no unit", "10 apples"},
		{"a comma", "1,5GiB"},
		{"two numbers", "1.5.5GiB"},
		{"more than a disk", "8EiB"},
		{"more than a number", "99999999999999999999EiB"},
		{"no ASCII", "١٠GiB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseSize(tt.text)
			require.ErrorContains(t, err, "at least 1MiB, such as 10GiB or 500MB, or 0 to keep none")
		})
	}
}

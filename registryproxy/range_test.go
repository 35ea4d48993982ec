package registryproxy

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, set   string
		size        int64
		first, last int64
		ignored     bool
	}{
		{name: "a part", set: "0-9", size: 100, first: 0, last: 9},
		{name: "one byte", set: "99-99", size: 100, first: 99, last: 99},
		{name: "from somewhere on", set: "10-", size: 100, first: 10, last: 99},
		{name: "the end", set: "-5", size: 100, first: 95, last: 99},
		{name: "more than the end", set: "-500", size: 100, first: 0, last: 99},
		{name: "beyond the end", set: "90-500", size: 100, first: 90, last: 99},
		{name: "behind the end", set: "100-", size: 100, first: 100, last: 99},
		{name: "far behind the end", set: "200-300", size: 100, first: 200, last: 99},
		{name: "no bytes of the end", set: "-0", size: 100, first: 100, last: 99},
		{name: "of nothing", set: "0-", size: 0, first: 0, last: -1},
		{name: "the end of nothing", set: "-1", size: 0, first: 0, last: -1},
		{name: "the wrong way round", set: "9-0", size: 100, ignored: true},
		{name: "no ends", set: "-", size: 100, ignored: true},
		{name: "no dash", set: "5", size: 100, ignored: true},
		{name: "no number", set: "a-b", size: 100, ignored: true},
		{name: "less than nothing", set: "--5", size: 100, ignored: true},
		{name: "too large a number", set: "0-99999999999999999999", size: 100, ignored: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, last, formed := span(tt.set, tt.size)
			require.Equal(t, !tt.ignored, formed)
			require.Equal(t, tt.first, first)
			require.Equal(t, tt.last, last)
		})
	}
}

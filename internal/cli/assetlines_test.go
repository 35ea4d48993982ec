package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestAssetLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 10<<20)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"no line end at the end", "a.de\nb.de", []string{"1 a.de", "2 b.de"}},
		{"other line ends, and spaces", " a.de \r\n\tb.de\r\n", []string{"1 a.de", "2 b.de"}},
		{"the mark of UTF-8", "\ufeffa.de\n\ufeffb.de", []string{"1 a.de", "2 \ufeffb.de"}},
		{"the mark and a comment", "\ufeff# all\na.de", []string{"2 a.de"}},
		{"empty lines and comments", "\n# a\n  # b\n \na.de # c\n", []string{"5 a.de # c"}},
		{"NULs", "a\x00b\n\x00\nc.de", []string{"1 a\x00b", "2 \x00", "3 c.de"}},
		{"a line of 10 MB", "a.de\n" + long + "\nb.de", []string{"1 a.de", "2 long", "3 b.de"}},
		{"10 MB at the end", "a.de\n" + long, []string{"1 a.de", "2 long"}},
		{"spaces in front of 10 MB", strings.Repeat(" ", 1<<20) + "a.de\nb.de", []string{"1 long", "2 b.de"}},
		{"a comment of 10 MB", "#" + long + "\nb.de", []string{"1 long", "2 b.de"}},
		{"just as long as it may be", long[:maxAssetLine-1] + "\nb.de", []string{"1 " + long[:maxAssetLine-1], "2 b.de"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			require.NoError(t, assetLines(strings.NewReader(tt.text), func(l assetLine) error {
				require.LessOrEqual(t, len(l.text), maxAssetLine)
				if l.long {
					l.text = "long"
				}
				got = append(got, fmt.Sprintf("%d %s", l.number, l.text))
				return nil
			}))
			require.Equal(t, tt.want, got)
		})
	}
}

func TestAssetLinesTellOfTrouble(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	ignore := func(assetLine) error { return nil }
	require.ErrorIs(t, assetLines(io.MultiReader(strings.NewReader("a.de\nb"), iotest.ErrReader(broken)), ignore), broken)
	require.ErrorIs(t, assetLines(strings.NewReader("a.de\nb.de"), func(assetLine) error { return broken }), broken)
}

// A list with much in it that is none comes out whole: each line is either an asset
// or refused.
func TestAssetCountLosesNothing(t *testing.T) {
	t.Parallel()
	const lines = 30_000
	var list strings.Builder
	for i := range lines {
		switch i % 3 {
		case 0:
			fmt.Fprintf(&list, "host-%d.example.com\n", i)
		case 1:
			fmt.Fprintf(&list, "\x00\xff%s %d\n", strings.Repeat("rubbish", i%50), i)
		case 2:
			list.WriteString("EXAMPLE.com\r\n")
		}
	}
	var out, complaints bytes.Buffer
	code := Main(t.Context(), []string{"asset", "count", "-", "--json"}, strings.NewReader(list.String()), &out, &complaints, func(string) string { return "" })
	require.Zero(t, code, complaints.String())
	require.Empty(t, complaints.String())
	var got struct {
		Total   int64
		Assets  []countedAsset
		Refused []refusedAsset
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))
	require.EqualValues(t, lines/3+1, got.Total)
	require.Len(t, got.Assets, 2*lines/3)
	require.Len(t, got.Refused, lines/3)
	for i, r := range got.Refused {
		require.Equal(t, 3*i+2, r.Line)
		require.NotEmpty(t, r.Error)
	}
	sum := int64(0)
	for _, a := range got.Assets {
		sum += a.Counts
	}
	require.Equal(t, got.Total, sum)
}

func TestOverflow(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 10, maxOverflow, maxOverflow + 1, 3*maxOverflow + 17} {
		var o overflow
		want := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
		for piece := want; len(piece) > 0; piece = piece[min(1000, len(piece)):] {
			_, err := o.Write(piece[:min(1000, len(piece))])
			require.NoError(t, err)
		}
		require.Equal(t, size > maxOverflow, o.file != nil)
		require.LessOrEqual(t, o.text.Len(), maxOverflow)
		var got bytes.Buffer
		n, err := o.WriteTo(&got)
		require.NoError(t, err)
		require.EqualValues(t, size, n)
		require.True(t, bytes.Equal(want, got.Bytes()))
		require.NoError(t, o.Close())
		if o.file != nil {
			require.NoFileExists(t, o.file.Name())
		}
	}
}

package distr_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestFindingComplete(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		give, want distr.Finding
	}{
		{
			"a rule is enough",
			distr.Finding{Rule: "r", Fingerprint: "f"},
			distr.Finding{Rule: "r", Fingerprint: "f", Level: distr.LevelWarning, Title: "r"},
		},
		{
			"a message is enough",
			distr.Finding{Message: "m", Fingerprint: "f"},
			distr.Finding{Rule: "unnamed", Fingerprint: "f", Level: distr.LevelWarning, Title: "unnamed", Message: "m"},
		},
		{
			"what moves a cursor or turns text round",
			distr.Finding{Rule: "r\x1b[2J", Fingerprint: "f\x00", Level: distr.LevelNote, Title: "a\u202eb", Message: "a\r\nb\x7f\u2028c\xff", Target: "x\ny", Location: "\ufeffz", Help: "\U000e0041h\n\n1\t2"},
			distr.Finding{Rule: "r\ufffd[2J", Fingerprint: "f\ufffd", Level: distr.LevelNote, Title: "a\ufffdb", Message: "a\nb\ufffd\nc\ufffd", Target: "x y", Location: "\ufffdz", Help: "\ufffdh\n\n1\t2"},
		},
		{
			"other alphabets stay",
			distr.Finding{Rule: "правило", Fingerprint: "f", Level: distr.LevelNone, Title: "عنوان", Message: "日本語 👩‍👩‍👧"},
			distr.Finding{Rule: "правило", Fingerprint: "f", Level: distr.LevelNone, Title: "عنوان", Message: "日本語 👩‍👩‍👧"},
		},
		{
			"HTML is text",
			distr.Finding{Rule: "<script>alert(1)</script>", Fingerprint: "f", Level: distr.LevelError, Line: -3},
			distr.Finding{Rule: "<script>alert(1)</script>", Fingerprint: "f", Level: distr.LevelError, Title: "<script>alert(1)</script>"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := test.give.Complete()
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
	for name, wrong := range map[string]distr.Finding{
		"it says nothing":        {Level: distr.LevelError, Target: "example.com", Message: " \n"},
		`"fatal": write none`:    {Rule: "r", Level: "fatal"},
		"\"\ufffd\": write none": {Rule: "r", Level: "\x00"},
	} {
		_, err := wrong.Complete()
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, name)
	}
}

// What is made of anything is bounded, plain, and stays as it is from then on.
func TestFindingIsBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			s := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, name)
			return strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 300, 9000}).Draw(t, "times"))
		}
		f, err := distr.Finding{
			Fingerprint: text("fingerprint"), Rule: "x" + text("rule"), Title: text("title"), Message: text("message"),
			Target: text("target"), Location: text("location"), Help: text("help"), Line: rapid.Int().Draw(t, "line"),
		}.Complete()
		require.NoError(t, err)
		for _, bound := range []struct {
			text  string
			limit int
			lines bool
		}{
			{f.Fingerprint, distr.MaxFingerprint, false},
			{f.Rule, distr.MaxRule, false},
			{f.Title, distr.MaxTitle, false},
			{f.Message, distr.MaxMessage, true},
			{f.Target, distr.MaxLocation, false},
			{f.Location, distr.MaxLocation, false},
			{f.Help, distr.MaxHelp, true},
		} {
			require.LessOrEqual(t, len(bound.text), bound.limit)
			require.True(t, utf8.ValidString(bound.text))
			require.NotContains(t, bound.text, "\x1b")
			require.True(t, bound.lines || !strings.ContainsAny(bound.text, "\n\t"), "%q", bound.text)
		}
		require.NotEmpty(t, f.Fingerprint)
		again, err := f.Complete()
		require.NoError(t, err)
		require.Equal(t, f, again)
	})
}

// A fingerprint goes by rule, target, location and message, and by nothing else.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	base := distr.Finding{Rule: "r", Target: "t", Location: "l", Message: "m"}
	mark := func(f distr.Finding) string {
		f, err := f.Complete()
		require.NoError(t, err)
		require.Regexp(t, "^[0-9a-f]{32}$", f.Fingerprint)
		return f.Fingerprint
	}
	same := base
	same.Line, same.Level, same.Title, same.Help = 12, distr.LevelError, "T", "H"
	require.Equal(t, mark(base), mark(same))
	for _, other := range []distr.Finding{
		{Rule: "r2", Target: "t", Location: "l", Message: "m"},
		{Rule: "r", Target: "t2", Location: "l", Message: "m"},
		{Rule: "r", Target: "t", Location: "l2", Message: "m"},
		{Rule: "r", Target: "t", Location: "l", Message: "m2"},
		{Rule: "r", Target: "tl", Location: "", Message: "m"},
		{Rule: "r", Target: "", Location: "tl", Message: "m"},
		{Rule: "r", Target: "t", Location: "l", Message: strings.Repeat("m", distr.MaxMessage+1)},
		{Rule: "r", Target: "t", Location: "l", Message: strings.Repeat("m", distr.MaxMessage+2)},
	} {
		require.NotEqual(t, mark(base), mark(other))
	}
	require.NotEqual(t,
		mark(distr.Finding{Rule: "r", Message: strings.Repeat("m", distr.MaxMessage+1)}),
		mark(distr.Finding{Rule: "r", Message: strings.Repeat("m", distr.MaxMessage+2)}), "what is cut away still counts")
	long := distr.Finding{Rule: "r", Fingerprint: strings.Repeat("x", distr.MaxFingerprint+1)}
	longer := distr.Finding{Rule: "r", Fingerprint: strings.Repeat("x", distr.MaxFingerprint+2)}
	require.NotEqual(t, mark(long), mark(longer), "and so it does of a fingerprint")
}

func TestFindingLevelCompare(t *testing.T) {
	t.Parallel()
	require.Negative(t, distr.LevelError.Compare(distr.LevelWarning))
	require.Negative(t, distr.LevelWarning.Compare(distr.LevelNote))
	require.Negative(t, distr.LevelNote.Compare(distr.LevelNone))
	require.Negative(t, distr.LevelNone.Compare("fatal"))
	require.Zero(t, distr.LevelNote.Compare(distr.LevelNote))
}

package scan_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// FuzzReadSARIF feeds anything: what is read is bounded, and what is no JSON is never
// taken for SARIF.
func FuzzReadSARIF(f *testing.F) {
	for seed := range uint64(4) {
		f.Add([]byte(layout{rand.New(rand.NewPCG(seed, 1))}.file([]problem{{rule: "R1", file: "a", message: "m", partial: "p"}, {rule: "X/1", whole: "w", snippet: "s"}})))
	}
	f.Add([]byte(of(`{"artifacts":[{"location":{"uri":"a"}}],"results":[{"rule":{"index":0,"toolComponent":{"index":1}},"message":{"id":"m","arguments":["\ud83d\ude00"]},"analysisTarget":{"index":0},"suppressions":[{"status":"rejected"}]}],"invocations":[{"executionSuccessful":false,"toolExecutionNotifications":[{"message":{"markdown":"*"}}]}],"tool":{"extensions":[{"rules":[{"messageStrings":{"m":{"text":"{0}"}}}]}]}}`)))
	f.Add([]byte("\xef\xbb\xbf{\"version\":\"2.1.0\",\"runs\":[{\"x\":[1e5,-0.1,true,null,[]]}]}\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		limits := scan.Limits{Bytes: 1 << 20, Findings: 100, Depth: 40, Memory: 1 << 20}
		n := 0
		summary, err := scan.ReadSARIF(bytes.NewReader(file), limits, func(f distr.Finding) error {
			n++
			again, err := f.Complete()
			require.NoError(t, err)
			require.Equal(t, f, again, "a finding is told complete")
			require.LessOrEqual(t, len(f.Message), distr.MaxMessage)
			require.True(t, utf8.ValidString(f.Message+f.Title+f.Location+f.Help))
			return nil
		})
		require.LessOrEqual(t, n, limits.Findings)
		if err != nil {
			require.Less(t, len(err.Error()), 1000)
			require.True(t, utf8.ValidString(err.Error()))
			return
		}
		require.True(t, json.Valid(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))), "what is no JSON is no SARIF")
		require.Equal(t, summary.Findings, n)
		require.Equal(t, summary.Results, n+summary.Absent+summary.Passed+summary.Suppressed)
	})
}

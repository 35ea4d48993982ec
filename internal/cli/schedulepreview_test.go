package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

func TestPreviewOfTooMany(t *testing.T) {
	t.Parallel()
	shown := func(json bool, tooMany int) string {
		var out strings.Builder
		c := &call{stdout: &out, json: json}
		require.NoError(t, c.showPreview(newScheduleRecord("", distr.ScanSchedule{Name: "weekly"}), distr.SchedulePreview{Customers: 3, TooMany: tooMany}))
		return out.String()
	}
	require.Contains(t, shown(false, 1), "For 1 customer it selects more than 10000 assets, which is all that one scan takes: it will fail there.\nAdd several schedules instead, with --kind or --below.\n")
	require.Contains(t, shown(false, 2), "For 2 customers")
	require.NotContains(t, shown(false, 0), "more than")
	require.Contains(t, shown(true, 2), `"too_many": 2,`)
}

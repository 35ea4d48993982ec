package license

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Model is what a license is sold by.
type Model string

// The models.
const (
	PerAsset  Model = "per-asset" // monitored assets: a gauge
	PerScan   Model = "per-scan"  // scans that ran: a counter of each period
	Unlimited Model = "unlimited" // a flat fee: nothing is metered
)

// ParseModel checks that s names a model. The error is a [tenant.ErrInvalid].
func ParseModel(s string) (Model, error) {
	if m := Model(s); m.known() {
		return m, nil
	}
	return "", fmt.Errorf("%w license model %.40q: it is %s, %s or %s", tenant.ErrInvalid, s, PerAsset, PerScan, Unlimited)
}

func (m Model) known() bool { return m == PerAsset || m == PerScan || m == Unlimited }

// Metered says whether use counts against a limit.
func (m Model) Metered() bool { return m == PerAsset || m == PerScan }

// Gauge says whether use is a level that goes both ways, as the number of assets
// is, and not a count of what happened.
func (m Model) Gauge() bool { return m == PerAsset }

// The percentages at which an alert fires where a license says nothing else.
var (
	assetAlerts = [...]int{90}
	scanAlerts  = [...]int{80}
)

// Alerts are the percentages of the limit at which an alert fires where a license
// says nothing else: 90 of assets, 80 of scans, none where nothing is metered.
func (m Model) Alerts() []int { return slices.Clone(m.alerts()) }

func (m Model) alerts() []int {
	switch m {
	case PerAsset:
		return assetAlerts[:]
	case PerScan:
		return scanAlerts[:]
	default:
		return nil
	}
}

// The bounds of what alerts a license may have.
const (
	maxAlerts       = 20
	maxAlertPercent = 1000
)

// ParseAlerts reads percentages such as "50,80%,95", or "none". The default of the
// model is not among what it can say: leave it away. The error is a
// [tenant.ErrInvalid].
func ParseAlerts(s string) ([]int, error) {
	if strings.TrimSpace(s) == "none" {
		return []int{}, nil
	}
	var alerts []int
	for part := range strings.SplitSeq(s, ",") {
		text := strings.TrimSuffix(strings.TrimSpace(part), "%")
		percent, err := strconv.Atoi(text)
		if err != nil || strconv.Itoa(percent) != text {
			return nil, fmt.Errorf("%w alert %.40q: write whole percentages such as 50,80,95, or none", tenant.ErrInvalid, part)
		}
		alerts = append(alerts, percent)
	}
	slices.Sort(alerts)
	return alerts, checkAlerts(alerts)
}

// checkAlerts: strictly rising, each of 1 to 1000 percent.
func checkAlerts(alerts []int) error {
	if len(alerts) > maxAlerts {
		return fmt.Errorf("%w alerts: %d of them, at most %d are allowed", tenant.ErrInvalid, len(alerts), maxAlerts)
	}
	for i, percent := range alerts {
		switch {
		case percent < 1 || percent > maxAlertPercent:
			return fmt.Errorf("%w alert at %d %%: it is 1 to %d; to have no alert, name none", tenant.ErrInvalid, percent, maxAlertPercent)
		case i > 0 && percent <= alerts[i-1]:
			return fmt.Errorf("%w alerts %v: each percentage is named once, and they rise", tenant.ErrInvalid, alerts)
		}
	}
	return nil
}

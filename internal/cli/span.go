package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// A span is the flags --since and --until.
type span struct{ since, until string }

// define says what is selected: those that began, such as.
func (s *span) define(cmd *cobra.Command, those string) {
	cmd.Flags().StringVar(&s.since, "since", "", "only "+those+" `WHEN` or later")
	cmd.Flags().StringVar(&s.until, "until", "", "only "+those+" before `WHEN`")
}

// times are from when on and until when; zero: since ever, and for ever.
func (s *span) times(cmd *cobra.Command) (since, until time.Time, err error) {
	now := time.Now().UTC()
	if since, err = parseWhen(s.since, now, 0); err != nil {
		return since, until, misuse(cmd, "--since %q: %w", s.since, err)
	}
	if until, err = parseWhen(s.until, now, 1); err != nil {
		return since, until, misuse(cmd, "--until %q: %w", s.until, err)
	}
	if !until.IsZero() && !since.Before(until) {
		return since, until, misuse(cmd, "--since %q is not before --until %q", s.since, s.until)
	}
	return since, until, nil
}

// parseWhen reads how long ago something was, or a date, or an instant. A date is
// its first moment in UTC and so many days.
func parseWhen(text string, now time.Time, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, days), nil
	}
	ago, err := time.ParseDuration(text)
	if n, inDays := strings.CutSuffix(text, "d"); inDays {
		var count int
		count, err = strconv.Atoi(n)
		if err == nil && (count < 0 || count > 36_500) {
			err = strconv.ErrRange
		}
		ago = time.Duration(count) * 24 * time.Hour
	}
	if err != nil || ago < 0 {
		return time.Time{}, fmt.Errorf("it is a time ago such as 24h or 7d, a date such as 2026-12-31, or an instant such as 2026-12-31T18:00:00Z")
	}
	return now.Add(-ago), nil
}

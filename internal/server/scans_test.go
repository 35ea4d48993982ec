package server

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

type noScanner struct{}

func (noScanner) Scan(context.Context, distr.ScanJob, func(distr.Finding) error) error { return nil }

func TestScansConfig(t *testing.T) {
	t.Parallel()
	c, err := Scans{AtOnce: 3, Every: time.Minute, Timeout: 3 * time.Hour, Scanners: map[string]distr.Scanner{"mine": noScanner{}}}.config(nil)
	require.NoError(t, err)
	require.Equal(t, noScanner{}, c.Scanners["mine"])
	require.NotNil(t, c.Scanners[distr.DefaultProfile])
	require.Len(t, c.Scanners, 2)
	require.Equal(t, 3, c.AtOnce)
	require.Equal(t, time.Minute, c.Every)
	require.Equal(t, 3*time.Hour, c.Timeout)

	// What is built in is not replaced in silence.
	_, err = Scans{Scanners: map[string]distr.Scanner{distr.DefaultProfile: noScanner{}}}.config(nil)
	require.ErrorContains(t, err, `"web" is that of the built-in scanner`)
}

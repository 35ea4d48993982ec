package webhook

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A proxy of the environment would see what we are not to reach.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	transport, is := newClient(Config{Timeout: time.Second}).Transport.(*http.Transport)
	require.True(t, is)
	require.Nil(t, transport.Proxy)
	require.False(t, transport.TLSClientConfig.InsecureSkipVerify)
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "0": 0, "Wed, 01 Jul 2026 12:30:00 GMT": 30 * time.Minute,
		"": 0, "-1": 0, "1.5": 0, "soon": 0, "99999999999999999999": 0, "Wed, 01 Jul 2026 11:00:00 GMT": 0, " 5": 0,
	} {
		require.Equal(t, want, retryAfter(value, now), "%q", value)
	}
}

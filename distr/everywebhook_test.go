package distr_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// withWebhook adds a webhook to the scene, and one that is off.
func (s *scene) withWebhook(t *testing.T) {
	t.Helper()
	e, _, err := s.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/distr"})
	require.NoError(t, err)
	off, _, err := s.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/off"})
	require.NoError(t, err)
	require.NoError(t, s.acme.DisableEndpoint(t.Context(), off.ID, "for the test"))
	events, err := s.acme.Events(t.Context(), distr.EventQuery{Limit: 1, Oldest: true})
	require.NoError(t, err)
	s.byType[reflect.TypeFor[distr.EndpointID]()] = e.ID
	s.byType[reflect.TypeFor[distr.EventID]()] = events[0].ID
	s.byType[reflect.TypeFor[distr.NewEndpoint]()] = distr.NewEndpoint{URL: "https://hooks.example.com/other"}
	s.byType[reflect.TypeFor[distr.Delivery]()] = distr.Delivery{Event: events[0].ID, At: time.Unix(1_800_000_000, 0), Attempt: 1}
	s.byName["Vendor.EnableEndpoint 1"] = off.ID
}

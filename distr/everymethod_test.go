package distr_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// unasked are the methods that do not go by who holds the handle, each with the
// reason. All others refuse nobody and strangers.
func unasked() map[string]string {
	return map[string]string{
		"Vendor.ID":             "names the handle",
		"Vendor.As":             "gives a handle, which asks",
		"Vendor.Account":        "gives a handle, which asks",
		"Account.ID":            "names the handle",
		"Vendor.Accept":         "goes by the secret of the invitation",
		"Vendor.LookAt":         "goes by the secret of the invitation",
		"Vendor.Authenticate":   "goes by the token",
		"Vendor.Repositories":   "a gate asks, by the principal",
		"Vendor.Holding":        "a gate asks, by the principal",
		"Vendor.Origin":         "a gate asks, by the principal",
		"Vendor.MayPush":        "a gate asks, by the principal",
		"Vendor.MayMove":        "a gate asks, after MayPush",
		"Vendor.Pushed":         "a gate asks, after MayPush",
		"Vendor.ResolveSecrets": "goes by the principal",
		"Vendor.LogPull":        "a gate tells, by the principal",
		"Vendor.LogSent":        "a gate tells, by the principal",
		"Vendor.Ready":          "a gate asks, and it concerns the process",
		"Vendor.SnapshotAge":    "it concerns the process",
		"Vendor.SigningKeys":    "a gate signs and verifies access tokens with them",
	}
}

// A handle is a type whose methods ask, and how to get one.
type handle struct {
	name string
	kind reflect.Type
	of   func(v *distr.Vendor, c tenant.CustomerID) any
}

func handles() []handle {
	return []handle{
		{"Vendor", reflect.TypeFor[*distr.Vendor](), func(v *distr.Vendor, _ tenant.CustomerID) any { return v }},
		{"Account", reflect.TypeFor[*distr.Account](), func(v *distr.Vendor, c tenant.CustomerID) any { return v.Account(c) }},
	}
}

// TestEveryMethodAsks calls every method of a handle in the hands of nobody and of
// strangers. Each refuses and changes nothing. To a stranger a customer that is
// there is like one that is not.
func TestEveryMethodAsks(t *testing.T) {
	asked, passed := 0, unasked()
	for _, handle := range handles() {
		for m := range handle.kind.Methods() {
			name := handle.name + "." + m.Name
			if passed[name] != "" {
				delete(passed, name)
				continue
			}
			asked++
			t.Run(name, func(t *testing.T) {
				s := newScene(t)
				err := s.outcome(handle.of(s.acme, "globex"), m, name)
				require.NotErrorIs(t, err, tenant.ErrInvalid, "the arguments mean something")
				require.NotErrorIs(t, err, tenant.ErrNotFound, "and what they name is there")

				s = newScene(t)
				before, events := s.version(t), s.events(t, "")
				err = s.outcome(handle.of(s.hub.Vendor("acme"), "globex"), m, name)
				require.ErrorIs(t, err, tenant.ErrForbidden)
				require.ErrorContains(t, err, "nobody asks")
				for _, stranger := range []distr.Actor{
					distr.CustomerUser("eve@initech.example"), distr.Staff("eve@initech.example"), distr.CustomerUser("boss@acme.example"),
					distr.Staff("cal@acme.example"), distr.Staff("ann@globex.example"), {Name: "operator"},
				} {
					v := s.as(stranger)
					err = s.outcome(handle.of(v, "globex"), m, name)
					require.True(t, errors.Is(err, tenant.ErrForbidden) || errors.Is(err, tenant.ErrNotFound), "%v: %v", stranger, err)
					if handle.name == "Account" && stranger.Name != "operator" {
						require.ErrorIs(t, err, tenant.ErrNotFound, stranger)
						none := s.outcome(handle.of(v, "none"), m, name)
						require.Equal(t, strings.ReplaceAll(none.Error(), "none", "globex"), err.Error(), stranger)
					}
				}
				require.False(t, s.called, "what was handed in was run")
				require.Equal(t, before, s.version(t))
				require.Equal(t, events, s.events(t, ""))
			})
		}
	}
	require.Empty(t, passed, "there are no such methods")
	require.Greater(t, asked, 60)
}

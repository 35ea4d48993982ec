package distr_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A way is one of those to call a method: with the samples, or with something else
// in the place of one of them.
type way struct {
	text  string // empty: the samples alone
	place int    // of the argument
	with  func(*scene, player) any
}

// ways are those to call a method. Whatever can be asked of one customer or of all is
// asked both ways.
func ways(t *testing.T, name string, m reflect.Method) []way {
	all := []way{{}}
	for i := 1; i < m.Type.NumIn(); i++ {
		kind := m.Type.In(i)
		if kind.Kind() != reflect.Struct {
			continue
		}
		if f, about := kind.FieldByName("Customer"); about && f.Type == reflect.TypeFor[tenant.CustomerID]() {
			all = append(all, way{" of globex", i - 1, func(s *scene, _ player) any {
				q := reflect.New(kind).Elem()
				if sample, there := s.byType[kind]; there {
					q.Set(reflect.ValueOf(sample))
				}
				q.FieldByName("Customer").SetString("globex")
				return q.Interface()
			}})
		}
	}
	return append(all, map[string][]way{
		"Account.RemoveMember":        {{" themself", 1, own("people-")}},
		"Account.DiscardInstallation": {{" of their own", 1, func(s *scene, p player) any { return s.start(t, p) }}},
		"Vendor.Assignments":          {{" of their own", 1, own("staff-")}},
		"Vendor.Memberships":          {{" of their own", 1, func(_ *scene, p player) any { return tenant.Email(p.as.Name) }}},
		"Vendor.WhoHas":               {{" a token of the staff's", 1, func(s *scene, _ player) any { return s.staffToken }}},
		"Vendor.CatchUp":              {{" with a tag that has moved", 0, func(s *scene, _ player) any { return s.moveTag(t) }}},
		"Vendor.List":                 {ofUser()},
		"Vendor.EachCustomer":         {ofUser()},
		"Vendor.CreateCustomer": {
			{" with an access level", 1, always(distr.NewCustomer{Name: "Hooli", Access: tenant.AccessFull})},
			{" with a portal", 1, always(distr.NewCustomer{Name: "Hooli", Portal: true})},
			{" with a portal version", 1, func(s *scene, _ player) any { return s.openAll(t) }},
			{" with domains", 1, always(distr.NewCustomer{Name: "Hooli", Domains: []tenant.Domain{"hooli.example"}})},
			withPlan(),
		},
		"Account.Sell": {aPrice()},
	}[name]...)
}

func always(value any) func(*scene, player) any {
	return func(*scene, player) any { return value }
}

// own is the player's own ID, if they are among those people, and else that of the
// Viewer.
func own(among string) func(*scene, player) any {
	return func(_ *scene, p player) any {
		if !strings.HasPrefix(string(p.member), among) {
			return tenant.MemberID(among + "v")
		}
		return p.member
	}
}

// ofUser asks for those customers to whom the User of the staff is assigned.
func ofUser() way {
	return way{" of the User who is assigned", 1, always(distr.CustomerList{Assigned: staffOf("U", "")[0].member})}
}

// moveTag moves a tag that a version follows.
func (s *scene) moveTag(t *testing.T) any {
	s.registry.push("acme/app", "nightly", "monday")
	s.registry.push("acme/chart", "nightly", "chart of monday")
	_, err := s.acme.Follow(t.Context(), "app", "nightly", "")
	require.NoError(t, err)
	s.registry.push("acme/app", "nightly", "tuesday")
	return t.Context()
}

// start starts an installation, if the player may, and is else the sample.
func (s *scene) start(t *testing.T, p player) any {
	started, err := s.as(p.as).Account("globex").Install(t.Context(), distr.NewInstallation{Name: "their own"})
	if err != nil {
		return s.byType[reflect.TypeFor[tenant.InstallationID]()]
	}
	return started.Installation.ID
}

// openAll opens all portals, so that which one it is can be said of a customer from
// the beginning.
func (s *scene) openAll(t *testing.T) any {
	_, _, err := s.acme.ChangeSettings(t.Context(), func(to *tenant.Settings) error {
		to.PortalForAll = true
		return nil
	})
	require.NoError(t, err)
	return distr.NewCustomer{Name: "Hooli", PortalVersion: tenant.PortalNew}
}

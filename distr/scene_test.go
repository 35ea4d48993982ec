package distr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scene is an office in which there is one of everything, so that nothing is
// refused because it is not there.
type scene struct {
	*office
	byType map[reflect.Type]any // arguments
	byName map[string]any       // those of one method, by its name and the argument's place
	called bool                 // somebody ran what changes settings

	staffToken tenant.Token
}

func newScene(t *testing.T) *scene { return sceneOn(t, memory.New()) }

func sceneOn(t *testing.T, store distr.Store) *scene {
	t.Helper()
	s := &scene{office: officeOn(t, store)}
	ctx := t.Context()
	_, err := s.acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app", "acme/chart"}})
	require.NoError(t, err)
	s.publish(t, "1.4.2")
	s.registry.push("acme/app", "2.0.0", "app 2.0.0")
	s.registry.push("acme/chart", "2.0.0", "chart 2.0.0")
	require.NoError(t, s.acme.EnsureKeys(ctx))
	require.NoError(t, s.acme.SetUpstream(ctx, "acme/app", entitlement.Origin{Registry: "registry.example", Repository: "app"}))
	g, err := s.globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.Only("1.4.2")})
	require.NoError(t, err)
	c, token, err := s.globex.NewToken(ctx, "cluster")
	require.NoError(t, err)
	started, err := s.globex.Install(ctx, distr.NewInstallation{Name: "factory"})
	require.NoError(t, err)
	s.join(t, s.globex, "ann@globex.example", "")
	pending := invite(t, s.globex, "bob@globex.example", "")
	s.hire(t, "boss@acme.example", "")
	cal, err := s.acme.InviteStaff(ctx, distr.NewMember{Email: "cal@acme.example"})
	require.NoError(t, err)
	s.join(t, s.open(t, "initech"), "eve@initech.example", "")
	_, err = s.globex.AllowDomains(ctx, "globex.example")
	require.NoError(t, err)
	staffCredential, staffToken, err := s.acme.NewStaffToken(ctx, "ci")
	require.NoError(t, err)
	keys, err := s.acme.Keys(ctx)
	require.NoError(t, err)

	_, err = s.acme.SetSecret(ctx, "DB_PASSWORD", []byte("for all"))
	require.NoError(t, err)
	_, err = s.globex.SetSecret(ctx, "DB_PASSWORD", []byte("for globex"))
	require.NoError(t, err)
	data, err := json.Marshal(map[string]any{"expires": pending.Member.Expires})
	require.NoError(t, err)
	letter := distr.Letter{ID: "ltr_1", Customer: "globex", To: "bob@globex.example", Template: mail.Invitation, Member: pending.Member.ID, Data: data}
	_, err = s.acme.QueueLetters(ctx, []distr.Letter{letter})
	require.NoError(t, err)
	template := distr.LetterTemplate{Name: mail.NewRelease, Subject: "{{.Product}}", Text: "{{.Version}}"}
	require.NoError(t, s.acme.SetLetterTemplate(ctx, template))
	template.Text = "{{.Version}} of {{.Product}}"

	s.staffToken = staffToken
	s.byType = map[reflect.Type]any{
		reflect.TypeFor[distr.LetterID]():               letter.ID,
		reflect.TypeFor[distr.Letter]():                 letter,
		reflect.TypeFor[distr.LetterTemplate]():         template,
		reflect.TypeFor[distr.NewRelease]():             distr.NewRelease{Product: "app", Version: "2.0.0"},
		reflect.TypeFor[context.Context]():              ctx,
		reflect.TypeFor[tenant.MemberID]():              pending.Member.ID,
		reflect.TypeFor[tenant.CredentialID]():          c.ID,
		reflect.TypeFor[tenant.InstallationID]():        started.Installation.ID,
		reflect.TypeFor[tenant.CustomerID]():            tenant.CustomerID("globex"),
		reflect.TypeFor[tenant.Token]():                 token,
		reflect.TypeFor[tenant.Role]():                  tenant.Viewer,
		reflect.TypeFor[tenant.Access]():                tenant.AccessReadOnly,
		reflect.TypeFor[tenant.Feature]():               tenant.SupportBundles,
		reflect.TypeFor[tenant.Domain]():                tenant.Domain("globex.example"),
		reflect.TypeFor[tenant.Email]():                 tenant.Email("ann@globex.example"),
		reflect.TypeFor[tenant.FeatureDef]():            tenant.FeatureDef{Name: "reports"},
		reflect.TypeFor[map[tenant.Feature]bool]():      map[tenant.Feature]bool{tenant.SupportBundles: true},
		reflect.TypeFor[entitlement.GrantID]():          g.ID,
		reflect.TypeFor[entitlement.ProductID]():        entitlement.ProductID("app"),
		reflect.TypeFor[entitlement.RepositoryPath]():   entitlement.RepositoryPath("acme/app"),
		reflect.TypeFor[entitlement.Origin]():           entitlement.Origin{Registry: "registry.example", Repository: "other"},
		reflect.TypeFor[entitlement.Login]():            entitlement.NewLogin("robot", "a password"),
		reflect.TypeFor[entitlement.Product]():          entitlement.Product{ID: "other", Repositories: []entitlement.RepositoryPath{"acme/other"}},
		reflect.TypeFor[distr.NewMember]():              distr.NewMember{Email: "new@globex.example"},
		reflect.TypeFor[distr.NewAsset]():               distr.NewAsset{Text: "example.org"},
		reflect.TypeFor[distr.NewCustomer]():            distr.NewCustomer{Name: "Hooli"},
		reflect.TypeFor[distr.NewGrant]():               distr.NewGrant{Product: "app", Versions: entitlement.All()},
		reflect.TypeFor[distr.NewInstallation]():        distr.NewInstallation{Name: "plant"},
		reflect.TypeFor[distr.Amendment]():              distr.Amendment{Name: "other"},
		reflect.TypeFor[distr.Edit]():                   distr.Edit{Name: new(string)},
		reflect.TypeFor[bool]():                         true,
		reflect.TypeFor[string]():                       "2.0.0",
		reflect.TypeFor[func(*distr.Account) error]():   func(a *distr.Account) error { _, err := a.Archive(ctx); return err },
		reflect.TypeFor[func(*tenant.Settings) error](): func(*tenant.Settings) error { s.called = true; return nil },
	}
	keeping, stop := context.WithCancel(ctx)
	t.Cleanup(stop)
	s.byType[reflect.TypeFor[distr.Courier]()] = carrier{"mail", func([]distr.Event) (int, error) {
		stop()
		return 0, errors.New("it delivers nothing")
	}}
	s.byType[reflect.TypeFor[distr.DeliverConfig]()] = distr.DeliverConfig{All: true}
	_, err = s.acme.Deliver(ctx, carrier{name: "old"})
	require.NoError(t, err)
	edited := "Globex Corporation"
	s.byType[reflect.TypeFor[distr.Edit]()] = distr.Edit{Name: &edited}
	s.byName = map[string]any{
		"Account.ArchiveAssets 1":   []string{"example.com"},
		"Account.Check 1":           "acme/app:1.4.2",
		"Vendor.SetSecret 1":        "DB_PASSWORD",
		"Vendor.SetSecret 2":        []byte("another"),
		"Vendor.RemoveSecret 1":     "DB_PASSWORD",
		"Account.SetSecret 1":       "DB_PASSWORD",
		"Account.SetSecret 2":       []byte("another"),
		"Account.RemoveSecret 1":    "DB_PASSWORD",
		"Vendor.KeepDelivering 0":   keeping,
		"Vendor.RemoveCourier 1":    "old",
		"Vendor.DropKey 1":          keys[0].ID,
		"Vendor.RevokeStaffToken 1": staffCredential.ID,
		"Vendor.SetStaffRole 1":     cal.Member.ID,
		"Vendor.SetSuper 1":         cal.Member.ID,
		"Vendor.RemoveStaff 1":      cal.Member.ID,
		"Vendor.ResendStaff 1":      cal.Member.ID,
		"Vendor.Assign 1":           cal.Member.ID,
		"Vendor.Unassign 1":         cal.Member.ID,
		"Vendor.Assignments 1":      cal.Member.ID,

		"Vendor.ResendStaffLetter 1":     cal.Member.ID,
		"Vendor.SetDKIM 1":               "acme.example",
		"Vendor.SetDKIM 2":               "letters2026",
		"Vendor.RestoreLetterTemplate 1": template.Name,
	}
	s.withWebhook(t)
	s.withPrices(t)
	s.withUse()
	s.withAssets(t)
	s.withSchedules(t)
	s.withScans(t)
	return s
}

// arguments are those with which the method means something. What has no sample is
// zero.
func (s *scene) arguments(m reflect.Method, name string) (in []reflect.Value) {
	for i := 1; i < m.Type.NumIn(); i++ {
		kind := m.Type.In(i)
		if m.Type.IsVariadic() && i == m.Type.NumIn()-1 {
			kind = kind.Elem()
		}
		value, there := s.byName[fmt.Sprintf("%s %d", name, i-1)]
		if !there {
			value, there = s.byType[kind]
		}
		switch element, of := s.sample(kind); {
		case there:
			in = append(in, reflect.ValueOf(value).Convert(kind))
		case of:
			in = append(in, reflect.Append(reflect.MakeSlice(kind, 0, 1), element))
		default:
			in = append(in, reflect.Zero(kind))
		}
	}
	return in
}

// sample is the one element of a list.
func (s *scene) sample(list reflect.Type) (reflect.Value, bool) {
	if list.Kind() != reflect.Slice {
		return reflect.Value{}, false
	}
	value, there := s.byType[list.Elem()]
	return reflect.ValueOf(value), there
}

// outcome calls the method on a handle and says how that ended.
func (s *scene) outcome(handle any, m reflect.Method, name string) error {
	return ending(s.call(handle, m, name))
}

// call calls the method on a handle.
func (s *scene) call(handle any, m reflect.Method, name string) []reflect.Value {
	return reflect.ValueOf(handle).MethodByName(m.Name).Call(s.arguments(m, name))
}

// ending is the error in what a method has returned.
func ending(out []reflect.Value) error {
	switch last := out[len(out)-1].Interface().(type) {
	case nil:
		return nil
	case error:
		return last
	case []distr.BulkResult:
		return last[0].Err
	default:
		for _, e := range out[0].Seq2() { // an error is the last thing that it yields
			if err, failed := e.Interface().(error); failed {
				return err
			}
		}
		return nil
	}
}

// version is that of the vendor's room: whatever changes anything raises it.
func (s *scene) version(t *testing.T) (v distr.Version) {
	t.Helper()
	require.NoError(t, s.store.View(t.Context(), "acme", func(view distr.VendorView) (err error) {
		v, err = view.Version()
		return err
	}))
	return v
}

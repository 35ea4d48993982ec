package distr_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// install starts an installation and returns whom its token is for.
func (o *office) install(t *testing.T, a *distr.Account, name string) (distr.Started, tenant.Principal) {
	t.Helper()
	started, err := a.Install(t.Context(), distr.NewInstallation{Name: name})
	require.NoError(t, err)
	who, err := o.acme.Authenticate(t.Context(), started.Token)
	require.NoError(t, err)
	return started, who
}

func setWide(t *testing.T, v *distr.Vendor, key, value string) distr.SecretChange {
	t.Helper()
	done, err := v.SetSecret(t.Context(), key, []byte(value))
	require.NoError(t, err)
	return done
}

func setOwn(t *testing.T, a *distr.Account, key, value string) distr.SecretChange {
	t.Helper()
	done, err := a.SetSecret(t.Context(), key, []byte(value))
	require.NoError(t, err)
	return done
}

// resolved are the values that a principal gets, by key.
func resolved(t *testing.T, v *distr.Vendor, who tenant.Principal, keys ...string) map[string]string {
	t.Helper()
	got, err := v.ResolveSecrets(t.Context(), who, keys...)
	require.NoError(t, err)
	values := map[string]string{}
	for key, s := range got {
		values[key] = string(s.Value.Reveal())
	}
	return values
}

func TestSecrets(t *testing.T) {
	onEachStore(t, "the customer's own value wins", func(t *testing.T, o *office) {
		initech := o.open(t, "initech")
		_, plant := o.install(t, o.globex, "plant")
		_, office := o.install(t, initech, "office")
		require.Equal(t, int64(1), setWide(t, o.acme, "MIRROR", "all").Version)
		setWide(t, o.acme, "LICENSE", "vendor's")
		setOwn(t, o.globex, "LICENSE", "globex's")
		setOwn(t, o.globex, "DB", "globex's db")
		setOwn(t, initech, "DB", "initech's db")
		require.Equal(t, map[string]string{"MIRROR": "all", "LICENSE": "globex's", "DB": "globex's db"}, resolved(t, o.acme, plant))
		require.Equal(t, map[string]string{"MIRROR": "all", "LICENSE": "vendor's", "DB": "initech's db"}, resolved(t, o.acme, office))
		require.Equal(t, map[string]string{"DB": "globex's db"}, resolved(t, o.acme, plant, "DB", "DB"))
		got, err := o.acme.ResolveSecrets(t.Context(), plant)
		require.NoError(t, err)
		require.True(t, got["LICENSE"].Own)
		require.False(t, got["MIRROR"].Own)

		require.Equal(t, int64(2), setOwn(t, o.globex, "DB", "globex's db").Version, "nobody is told that a value is the same")
		require.Equal(t, "globex's db", resolved(t, o.acme, plant)["DB"])
		_, err = o.globex.RemoveSecret(t.Context(), "LICENSE")
		require.NoError(t, err)
		require.Equal(t, "vendor's", resolved(t, o.acme, plant)["LICENSE"])
		_, err = o.globex.RemoveSecret(t.Context(), "LICENSE")
		require.ErrorIs(t, err, tenant.ErrNotFound)
		_, err = o.acme.RemoveSecret(t.Context(), "DB")
		require.ErrorIs(t, err, tenant.ErrNotFound)
		require.Equal(t, int64(2), setOwn(t, o.globex, "LICENSE", "again").Version)

		_, err = o.acme.ResolveSecrets(t.Context(), plant, "DB", "db", "NONE")
		require.ErrorIs(t, err, tenant.ErrNotFound)
		require.ErrorContains(t, err, "NONE, db")
		_, err = o.acme.ResolveSecrets(t.Context(), plant, "no key")
		require.ErrorIs(t, err, tenant.ErrInvalid)
	})

	onEachStore(t, "X01 nobody but a deployment is shown a value", func(t *testing.T, o *office) {
		o.join(t, o.globex, "ann@globex.example", "")
		ann := o.user("ann@globex.example")
		started, plant := o.install(t, o.globex, "plant")
		setOwn(t, ann, "DB", "a value that stands out")
		listed, err := ann.Secrets(t.Context())
		require.NoError(t, err)
		require.Equal(t, []distr.SecretState{{Key: "DB", Version: 1, Changed: o.clock.now(), By: "ann@globex.example"}}, listed)
		resolved(t, o.acme, plant)

		_, cluster, err := o.globex.NewToken(t.Context(), "cluster")
		require.NoError(t, err)
		pulls, err := o.acme.Authenticate(t.Context(), cluster)
		require.NoError(t, err)
		_, err = o.acme.ResolveSecrets(t.Context(), pulls)
		require.ErrorIs(t, err, tenant.ErrForbidden, "a token for pulls")
		require.ErrorContains(t, err, "only the service account of an installation")
		_, ci, err := o.acme.NewStaffToken(t.Context(), "ci")
		require.NoError(t, err)
		staff, err := o.acme.Authenticate(t.Context(), ci)
		require.NoError(t, err)
		_, err = o.acme.ResolveSecrets(t.Context(), staff)
		require.ErrorIs(t, err, tenant.ErrForbidden, "a token of the staff")
		for what, who := range map[string]tenant.Principal{
			"nobody": {}, "another vendor's": {Side: tenant.CustomerSide, Vendor: "other", Customer: plant.Customer, Credential: plant.Credential},
			"another customer's":               {Side: tenant.CustomerSide, Vendor: "acme", Customer: "initech", Credential: plant.Credential},
			"a customer's who is the operator": {Side: tenant.OperatorSide, Vendor: "acme", Customer: plant.Customer, Credential: plant.Credential},
		} {
			_, err = o.acme.ResolveSecrets(t.Context(), who)
			require.ErrorIs(t, err, tenant.ErrUnauthenticated, what)
		}
		_, _, err = o.globex.Disable(t.Context(), tenant.Deployments)
		require.NoError(t, err)
		_, err = o.acme.ResolveSecrets(t.Context(), plant)
		require.ErrorIs(t, err, tenant.ErrNotFound, "without the feature Deployments")
		_, _, err = o.globex.Enable(t.Context(), tenant.Deployments)
		require.NoError(t, err)
		require.Len(t, resolved(t, o.acme, plant), 1)
		require.NoError(t, o.globex.RevokeInstallation(t.Context(), started.Installation.ID))
		_, err = o.acme.ResolveSecrets(t.Context(), plant)
		require.ErrorIs(t, err, tenant.ErrUnauthenticated, "a service account that was revoked")
	})

	onEachStore(t, "X04 keys, sizes and how many", func(t *testing.T, o *office) {
		for _, key := range []string{"", "1A", "a-b", "a b", "a.b", "é", "A\n", "A\x00", "-", strings.Repeat("A", 129), strings.Repeat("A", 1<<20)} {
			_, err := o.globex.SetSecret(t.Context(), key, []byte("x"))
			require.ErrorIs(t, err, tenant.ErrInvalid, key)
			require.Less(t, len(err.Error()), 700)
			_, err = o.acme.SetSecret(t.Context(), key, []byte("x"))
			require.ErrorIs(t, err, tenant.ErrInvalid, key)
		}
		for _, key := range []string{"_", "a", "A", "_9", strings.Repeat("A", 128)} {
			setOwn(t, o.globex, key, "x")
		}
		for _, value := range [][]byte{nil, {}, bytes.Repeat([]byte("v"), distr.MaxSecretValue+1)} {
			_, err := o.globex.SetSecret(t.Context(), "A", value)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.NotContains(t, err.Error(), "vvv")
		}
		big := strings.Repeat("\x00\xff", distr.MaxSecretValue/2)
		setOwn(t, o.globex, "A", big)
		_, plant := o.install(t, o.globex, "plant")
		require.Equal(t, map[string]string{"a": "x", "A": big}, resolved(t, o.acme, plant, "a", "A"), "upper and lower case are two")
		listed, err := o.globex.Secrets(t.Context())
		require.NoError(t, err)
		require.Len(t, listed, 5)
		for i := len(listed); i < distr.MaxSecrets; i++ {
			setOwn(t, o.globex, fmt.Sprint("N", i), "x")
		}
		_, err = o.globex.SetSecret(t.Context(), "ONE_MORE", []byte("x"))
		require.ErrorIs(t, err, tenant.ErrConflict)
		setOwn(t, o.globex, "A", "one that is there can be set")
	})

	onEachStore(t, "X05 events tell the key and the version and nothing else", func(t *testing.T, o *office) {
		setWide(t, o.acme, "WIDE", "a value that stands out")
		setOwn(t, o.globex, "OWN", "a value that stands out")
		setOwn(t, o.globex, "OWN", "another that stands out")
		_, err := o.globex.RemoveSecret(t.Context(), "OWN")
		require.NoError(t, err)
		all := o.events(t, "")
		var told []string
		for _, e := range all[len(all)-4:] {
			told = append(told, fmt.Sprint(e.Kind, " ", e.Customer, " ", string(e.Data)))
		}
		require.Equal(t, []string{
			`secret.set  {"key":"WIDE","version":1}`, `secret.set globex {"key":"OWN","version":1}`,
			`secret.set globex {"key":"OWN","version":2}`, `secret.removed globex {"key":"OWN","version":2}`,
		}, told)
	})
}

func TestWhoUsesASecret(t *testing.T) {
	onEachStore(t, "used by", func(t *testing.T, o *office) {
		initech := o.open(t, "initech")
		o.hire(t, "boss@acme.example", "")
		cal := o.hire(t, "cal@acme.example", tenant.User)
		require.NoError(t, o.acme.Assign(t.Context(), cal.ID, "initech"))
		plant, plantToken := o.install(t, o.globex, "plant")
		lab, labToken := o.install(t, o.globex, "lab")
		desk, deskToken := o.install(t, initech, "desk")
		require.Empty(t, setWide(t, o.acme, "SHARED", "1").UsedBy)
		setOwn(t, o.globex, "OWN", "1")
		for _, who := range []tenant.Principal{plantToken, labToken, deskToken} {
			resolved(t, o.acme, who, "SHARED")
		}
		resolved(t, o.acme, plantToken, "OWN")

		user := func(c tenant.CustomerID, s distr.Started) distr.SecretUser {
			return distr.SecretUser{Customer: c, Installation: s.Installation.ID, Name: s.Installation.Name, At: o.clock.now()}
		}
		sorted := func(users ...distr.SecretUser) []distr.SecretUser {
			slices.SortFunc(users, func(a, b distr.SecretUser) int {
				return strings.Compare(string(a.Customer)+"/"+string(a.Installation), string(b.Customer)+"/"+string(b.Installation))
			})
			return users
		}
		everybody := sorted(user("globex", plant), user("globex", lab), user("initech", desk))
		require.Equal(t, distr.SecretUsers{Seen: everybody}, setWide(t, o.acme, "SHARED", "2").UsedBy)
		setWide(t, o.acme, "SHARED", "3")
		listed, err := o.as(distr.Staff("cal@acme.example")).Secrets(t.Context())
		require.NoError(t, err)
		seen := listed[0].UsedBy
		require.Equal(t, distr.SecretUsers{Seen: []distr.SecretUser{user("initech", desk)}, Hidden: 2}, seen, "staff see whom they are assigned to")
		require.Equal(t, 3, seen.Count())
		require.Equal(t, sorted(user("globex", plant), user("globex", lab)), setOwn(t, o.globex, "SHARED", "own").UsedBy.Seen, "who had the vendor's gets another one now")
		done, err := o.globex.RemoveSecret(t.Context(), "OWN")
		require.NoError(t, err)
		require.Equal(t, distr.SecretChange{Key: "OWN", Version: 1, UsedBy: distr.SecretUsers{Seen: []distr.SecretUser{user("globex", plant)}}}, done)

		require.NoError(t, o.globex.RevokeInstallation(t.Context(), lab.Installation.ID))
		require.NoError(t, initech.DiscardInstallation(t.Context(), desk.Installation.ID))
		listed, err = o.acme.Secrets(t.Context())
		require.NoError(t, err)
		require.Equal(t, []distr.SecretUser{user("globex", plant)}, listed[0].UsedBy.Seen, "who is not live uses nothing")
		resolved(t, o.acme, plantToken)
		listed, err = o.acme.Secrets(t.Context())
		require.NoError(t, err)
		require.Empty(t, listed[0].UsedBy, "globex has its own")

		was := roomVersion(t, o)
		o.clock.move(59 * time.Minute)
		resolved(t, o.acme, plantToken)
		own, err := o.globex.Secrets(t.Context())
		require.NoError(t, err)
		first := own[0].UsedBy.Seen[0].At
		o.clock.move(time.Minute)
		resolved(t, o.acme, plantToken)
		own, err = o.globex.Secrets(t.Context())
		require.NoError(t, err)
		require.Equal(t, time.Hour, own[0].UsedBy.Seen[0].At.Sub(first), "once an hour is enough")
		require.Equal(t, was, roomVersion(t, o), "to get a secret changes nothing")
	})
}

func roomVersion(t *testing.T, o *office) (v distr.Version) {
	t.Helper()
	require.NoError(t, o.store.View(t.Context(), "acme", func(view distr.VendorView) (err error) {
		v, err = view.Version()
		return err
	}))
	return v
}

// TestWhoMaySetSecrets goes through those who may by the level and the role.
func TestWhoMaySetSecrets(t *testing.T) {
	o := newOffice(t)
	o.join(t, o.globex, "ann@globex.example", "")
	o.join(t, o.globex, "bob@globex.example", tenant.User)
	o.hire(t, "boss@acme.example", "")
	o.hire(t, "cal@acme.example", tenant.User)
	for _, tt := range []struct {
		name  string
		level tenant.Access
		actor distr.Actor
		own   any
		wide  any
	}{
		{"the customer's Administrator at full", tenant.AccessFull, distr.CustomerUser("ann@globex.example"), nil, tenant.OtherSide},
		{"the customer's Administrator at read-only", tenant.AccessReadOnly, distr.CustomerUser("ann@globex.example"), tenant.ReadOnly, tenant.OtherSide},
		{"the customer's User", tenant.AccessFull, distr.CustomerUser("bob@globex.example"), tenant.RoleTooLow, tenant.OtherSide},
		{"the vendor's Administrator", tenant.AccessDisabled, distr.Staff("boss@acme.example"), nil, nil},
		{"a vendor's User who is not assigned", tenant.AccessFull, distr.Staff("cal@acme.example"), "not found", tenant.RoleTooLow},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := o.globex.SetAccess(t.Context(), tt.level)
			require.NoError(t, err)
			v := o.as(tt.actor)
			_, err = v.Account("globex").SetSecret(t.Context(), "KEY", []byte("x"))
			if tt.own == "not found" {
				require.ErrorIs(t, err, tenant.ErrNotFound)
			} else {
				require.Equal(t, tt.own, because(err))
			}
			_, err = v.SetSecret(t.Context(), "KEY", []byte("x"))
			if tt.wide == tenant.OtherSide {
				require.ErrorIs(t, err, tenant.ErrForbidden)
			} else {
				require.Equal(t, tt.wide, because(err))
			}
		})
	}
}

// TestNoMethodGivesAValueAway goes through all that the handles' methods return:
// X01. Only ResolveSecrets leads to a value, and none to what is sealed.
func TestNoMethodGivesAValueAway(t *testing.T) {
	values := []reflect.Type{reflect.TypeFor[distr.SecretValue](), reflect.TypeFor[distr.ResolvedSecret](), reflect.TypeFor[distr.Secret](),
		reflect.TypeFor[distr.SealedKey](), reflect.TypeFor[seal.DataKey](), reflect.TypeFor[seal.KeyCache]()}
	var leading []string
	for _, handle := range []reflect.Type{reflect.TypeFor[*distr.Hub](), reflect.TypeFor[*distr.Vendor](), reflect.TypeFor[*distr.Account]()} {
		for m := range handle.Methods() {
			for out := range m.Type.Outs() {
				if leadsTo(out, values, map[reflect.Type]bool{}) {
					leading = append(leading, handle.String()+"."+m.Name)
				}
			}
		}
	}
	require.Equal(t, []string{"*distr.Vendor.ResolveSecrets"}, leading)
}

// leadsTo says whether a value of a type can have one of the others in it, as far
// as another package sees.
func leadsTo(t reflect.Type, others []reflect.Type, seen map[reflect.Type]bool) bool {
	if slices.Contains(others, t) {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		return leadsTo(t.Elem(), others, seen)
	case reflect.Map:
		return leadsTo(t.Key(), others, seen) || leadsTo(t.Elem(), others, seen)
	case reflect.Struct:
		for f := range t.Fields() {
			if f.IsExported() && leadsTo(f.Type, others, seen) {
				return true
			}
		}
	case reflect.Func:
		for in := range t.Ins() {
			if leadsTo(in, others, seen) {
				return true
			}
		}
	}
	return false
}

func TestSecretValuesHide(t *testing.T) {
	o := newOffice(t)
	_, plant := o.install(t, o.globex, "plant")
	setOwn(t, o.globex, "DB", "stands out")
	got, err := o.acme.ResolveSecrets(t.Context(), plant)
	require.NoError(t, err)
	type holder struct{ value distr.SecretValue }
	for _, v := range []any{got, got["DB"], got["DB"].Value, holder{got["DB"].Value}, &holder{got["DB"].Value}} {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", " ", "0", "-40"} {
				out := fmt.Sprintf("%"+flags+string(verb), v)
				require.NotContains(t, out, "stands out")
				require.NotContains(t, strings.ToLower(out), "7374616e6473")
				require.NotContains(t, out, "115 116 97")
			}
		}
		out, err := json.Marshal(v)
		require.NoError(t, err)
		require.NotContains(t, string(out), "stands")
	}
	require.Equal(t, "***", got["DB"].Value.String())
	require.Equal(t, "stands out", string(got["DB"].Value.Reveal()))
	require.Nil(t, distr.SecretValue{}.Reveal())
}

package distr_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A recorder keeps all that is written to it.
type recorder struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

// A vault knows every secret that a test has made, and what it is.
type vault map[string][]byte

// text puts in a secret that is read as text, and the part of it that is chance.
func (v vault) text(what, secret string) {
	v[what] = []byte(secret)
	if i := strings.LastIndexByte(secret, '_'); i > 0 && strings.HasPrefix(secret, "ds") {
		v[what+", its secret part"] = []byte(secret[i+1:])
	}
}

// forms are how a secret may lie somewhere: as it is, and in hexadecimal and base64
// at each of the three offsets at which it may begin.
func forms(secret []byte) map[string][]byte {
	all := map[string][]byte{
		"as it is": secret, "hex": []byte(hex.EncodeToString(secret)), "HEX": []byte(strings.ToUpper(hex.EncodeToString(secret))),
	}
	for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
		for offset := range 3 {
			text := encoding.EncodeToString(append(make([]byte, offset), secret...))
			from := []int{0, 2, 3}[offset] // the letters before also hold what stands before
			all[fmt.Sprintf("%s at %d", name, offset)] = []byte(text[from : len(text)-2])
		}
	}
	return all
}

// search requires that none of the secrets is in there, in no form.
func (v vault) search(t *testing.T, where string, in []byte) {
	t.Helper()
	for what, secret := range v {
		require.Greater(t, len(secret), 15, what)
		for form, bytesOf := range forms(secret) {
			require.False(t, bytes.Contains(in, bytesOf), "%s holds %s, %s", where, what, form)
		}
	}
}

// TestNothingSecretIsKept makes every kind of secret that there is, logs what it
// gets as a careless program would, and looks for them all in the database, the
// log and the events.
func TestNothingSecretIsKept(t *testing.T) {
	folder := t.TempDir()
	store, err := sqlite.Open(t.Context(), filepath.Join(folder, "distr.db"), sqlite.Config{})
	require.NoError(t, err)
	closed := false
	t.Cleanup(func() {
		if !closed {
			require.NoError(t, store.Close())
		}
	})
	o := officeOn(t, store)
	logged := &recorder{}
	log := slog.New(slog.NewJSONHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug - 4}))
	o.hub = distr.New(store, distr.Config{Now: o.clock.now, Walker: o.registry, MasterKeys: o.master, Log: log})
	o.acme = o.hub.Vendor("acme").As(distr.Operator())
	o.globex = o.acme.Account("globex")

	secrets := makeSecrets(t, o, func(what string, got any) {
		log.Debug(what, "got", got, "printed", fmt.Sprintf("%v %+v %#v %q %x", got, got, got, got, got))
	}, func(err error) { log.Error("refused", "error", err.Error(), "as", fmt.Sprintf("%+v %#v", err, err)) })
	require.Greater(t, len(secrets), 20)
	letterSecrets(t, o, log, secrets)

	events, err := json.Marshal(o.events(t, ""))
	require.NoError(t, err)
	secrets.search(t, "an event", events)
	require.Contains(t, string(events), "ann@globex.example", "the search finds what is there")
	secrets.search(t, "the log", logged.text.Bytes())
	require.Contains(t, logged.text.String(), "dsi_***")

	searchFolder(t, folder, secrets, true)
	closed = true
	require.NoError(t, store.Close())
	searchFolder(t, folder, secrets, false)
}

// makeSecrets makes secrets of every kind, tells what a program gets, and the errors
// of those who bring wrong ones.
func makeSecrets(t *testing.T, o *office, got func(what string, is any), refused func(error)) vault {
	t.Helper()
	ctx, v := t.Context(), vault{}
	token := func(what string, secret tenant.Token, is any) {
		v.text(what, secret.Reveal())
		got(what, is)
	}
	invited := func(what string, i distr.Invited, err error) distr.Invited {
		require.NoError(t, err)
		v.text(what, i.Token.Reveal())
		got(what, i)
		return i
	}
	c, secret, err := o.globex.NewToken(ctx, "cluster")
	require.NoError(t, err)
	token("a customer's token", secret, c)
	c, secret, err = o.acme.NewStaffToken(ctx, "ci")
	require.NoError(t, err)
	token("a staff token", secret, c)
	started, err := o.globex.Install(ctx, distr.NewInstallation{Name: "factory"})
	require.NoError(t, err)
	token("a service account", started.Token, started)

	ann, err := o.globex.Invite(ctx, distr.NewMember{Email: "ann@globex.example"})
	invited("an invitation", ann, err)
	again, err := o.globex.Resend(ctx, ann.Member.ID)
	invited("an invitation sent again", again, err)
	opened, err := o.acme.LookAt(ctx, again.Token)
	require.NoError(t, err)
	got("a look", opened)
	accepted, err := o.acme.Accept(ctx, again.Token, "Ann")
	require.NoError(t, err)
	got("who came", accepted)
	o.hire(t, "boss@acme.example", "")
	bob, err := o.acme.InviteStaff(ctx, distr.NewMember{Email: "bob@acme.example"})
	invited("an invitation to the staff", bob, err)
	cal, err := o.user("ann@globex.example").Invite(ctx, distr.NewMember{Email: "cal@globex.example"})
	invited("an invitation by the customer", cal, err)
	rotated, err := o.user("ann@globex.example").RotateInstallation(ctx, started.Installation.ID)
	require.NoError(t, err)
	token("a service account's next token", rotated.Token, rotated)

	login := entitlement.NewLogin("robot", "correct horse battery staple")
	v.text("an upstream login", login.Reveal())
	require.NoError(t, o.acme.SetUpstream(ctx, "acme/app", entitlement.Origin{Registry: "registry.example", Login: login}))
	_, err = o.acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(t, err)
	g, err := o.globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.All()})
	require.NoError(t, err)
	login = entitlement.NewLogin("robot-of-globex", "tr0ub4dor and three more")
	v.text("a grant's login", login.Reveal())
	require.NoError(t, o.globex.SetGrantLogin(ctx, g.ID, login))
	upstreams, err := o.acme.Upstreams(ctx)
	require.NoError(t, err)
	got("upstreams", upstreams)

	for what, set := range map[string]func(context.Context, string, []byte) (distr.SecretChange, error){"a vendor-wide": o.acme.SetSecret, "a customer's": o.globex.SetSecret} {
		for i, value := range []string{what + " value that stands out", what + " value that came after it"} {
			v.text(fmt.Sprint(what, " secret ", i), value)
			done, err := set(ctx, map[bool]string{true: "WIDE", false: "OWN"}[what == "a vendor-wide"], []byte(value))
			require.NoError(t, err)
			got(what+" secret", done)
		}
	}
	who, err := o.acme.Authenticate(ctx, rotated.Token)
	require.NoError(t, err)
	values, err := o.acme.ResolveSecrets(ctx, who)
	require.NoError(t, err)
	require.Len(t, values, 2)
	got("secrets of an installation", values)
	listed, err := o.globex.Secrets(ctx)
	require.NoError(t, err)
	got("a list of secrets", listed)
	_, err = o.globex.RemoveSecret(ctx, "OWN")
	require.NoError(t, err)
	_, err = o.globex.SetSecret(ctx, "no key", []byte("a customer's value that stands out"))
	refused(err)
	_, err = o.globex.SetSecret(ctx, "BIG", []byte(strings.Repeat("a customer's value that stands out", 5000)))
	refused(err)

	require.NoError(t, o.acme.EnsureKeys(ctx))
	require.NoError(t, o.acme.RotateKeys(ctx))
	keys, err := o.acme.SigningKeys(ctx)
	require.NoError(t, err)
	for _, k := range keys {
		private, err := k.Private.Bytes()
		require.NoError(t, err)
		v["signing key "+k.ID] = private
	}
	for _, k := range o.master {
		text := k.Reveal()
		v.text("a master key", text)
		raw, err := base64.RawURLEncoding.DecodeString(text[strings.LastIndexByte(text, ' ')+1:])
		require.NoError(t, err)
		v["a master key, its bytes"] = raw
		got("a master key", k)
	}

	// Wrong ones, and what is said of them.
	for _, wrong := range []string{again.Token.Reveal()[1:], again.Token.Reveal() + "x", rotated.Token.Reveal()} {
		_, err = tenant.ParseInviteToken(wrong)
		refused(err)
	}
	_, err = o.acme.Accept(ctx, ann.Token, "")
	refused(err)
	_, err = o.acme.Accept(ctx, again.Token, "")
	refused(err)
	_, err = o.acme.Authenticate(ctx, started.Token)
	refused(err)
	_, err = o.hub.Vendor("other").Accept(ctx, bob.Token, "")
	refused(err)
	_, err = o.as(distr.CustomerUser("eve@globex.example")).Accept(ctx, cal.Token, "")
	refused(err)
	return v
}

// searchFolder looks through all files of a database, while it is open those too
// that are beside it.
func searchFolder(t *testing.T, folder string, secrets vault, open bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	found, names := false, strings.Join(files, " ")
	if open {
		require.Contains(t, names, "-wal")
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		secrets.search(t, filepath.Base(file), content)
		found = found || bytes.Contains(content, []byte("ann@globex.example"))
	}
	require.True(t, found, "the search finds what is there")
}

func TestFormsOfASecret(t *testing.T) {
	secret := []byte("correct horse battery staple")
	for _, in := range []string{
		"x" + string(secret) + "y", hex.EncodeToString(append([]byte("x"), secret...)), fmt.Sprintf("%X", secret),
		base64.StdEncoding.EncodeToString(secret), base64.StdEncoding.EncodeToString(append([]byte("a"), append(secret, 'z')...)),
		base64.RawURLEncoding.EncodeToString(append([]byte("ab"), append(secret, 'z', 'z')...)),
		base64.URLEncoding.EncodeToString(append([]byte("abcde"), append(secret, 'z')...)),
	} {
		found := false
		for _, form := range forms(secret) {
			found = found || strings.Contains(in, string(form))
		}
		require.True(t, found, in)
	}
}

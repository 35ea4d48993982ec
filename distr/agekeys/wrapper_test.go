package agekeys_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/agekeys"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

var _ distr.KeyWrapper = agekeys.Wrapper{}

func newIdentity(t testing.TB) *age.X25519Identity {
	t.Helper()
	i, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	return i
}

func newWrapper(t testing.TB, identities ...*age.X25519Identity) agekeys.Wrapper {
	t.Helper()
	w, err := agekeys.New(identities...)
	require.NoError(t, err)
	return w
}

func TestWrapper(t *testing.T) {
	t.Parallel()
	older, newer := newIdentity(t), newIdentity(t)
	key, bound := bytes.Repeat([]byte{7}, 32), []byte("acme")
	wrapped, err := newWrapper(t, older).Wrap(t.Context(), key, bound)
	require.NoError(t, err)
	require.False(t, bytes.Contains(wrapped, key))
	both := newWrapper(t, newer, older)
	require.Equal(t, newer.Recipient().String(), both.ID())
	again, err := both.Unwrap(t.Context(), wrapped, bound)
	require.NoError(t, err)
	require.Equal(t, key, again)
	_, err = newWrapper(t, newer).Unwrap(t.Context(), wrapped, bound)
	require.ErrorIs(t, err, agekeys.ErrNoIdentity)
	for _, other := range [][]byte{nil, []byte("umbrella"), []byte("acm")} {
		_, err = both.Unwrap(t.Context(), wrapped, other)
		require.ErrorIs(t, err, agekeys.ErrDamaged)
	}
	for i := range wrapped {
		bent := bytes.Clone(wrapped)
		bent[i] ^= 1
		_, err = both.Unwrap(t.Context(), bent, bound)
		require.Error(t, err, i)
	}

	var forged bytes.Buffer // by who knows the recipient alone
	out, err := age.Encrypt(&forged, newer.Recipient())
	require.NoError(t, err)
	_, err = out.Write(make([]byte, 64))
	require.NoError(t, err)
	require.NoError(t, out.Close())
	_, err = both.Unwrap(t.Context(), forged.Bytes(), bound)
	require.ErrorIs(t, err, agekeys.ErrDamaged)

	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		require.Equal(t, "age identities ***", fmt.Sprintf(format, both))
	}
	var none agekeys.Wrapper
	require.Empty(t, none.ID())
	_, err = none.Wrap(t.Context(), key, bound)
	require.ErrorContains(t, err, "no age identity")
	_, err = none.Unwrap(t.Context(), wrapped, bound)
	require.ErrorContains(t, err, "no age identity")
}

func TestOpen(t *testing.T) {
	t.Parallel()
	i := newIdentity(t)
	path := filepath.Join(t.TempDir(), "secrets.age")
	require.NoError(t, os.WriteFile(path, []byte("# created by age-keygen\n"+i.String()+"\n"), 0o600))
	w, err := agekeys.Open(path)
	require.NoError(t, err)
	require.Equal(t, i.Recipient().String(), w.ID())
	_, err = agekeys.Open(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, text := range []string{"", "nothing", i.String()[:40], i.Recipient().String()} {
		_, err = agekeys.Parse(strings.NewReader(text))
		require.ErrorContains(t, err, "age-keygen", text)
		require.NotContains(t, err.Error(), i.String()[20:30])
	}
}

// TestSecretsWithAge lets a vendor's secrets go over from the master key to age.
func TestSecretsWithAge(t *testing.T) {
	t.Parallel()
	store, wrapper := memory.New(), newWrapper(t, newIdentity(t))
	v := distr.New(store, distr.Config{KeyWrapper: wrapper}).Vendor("acme").As(distr.Operator())
	_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{ID: "globex", Name: "Globex"})
	require.NoError(t, err)
	globex := v.Account("globex")
	_, err = globex.SetSecret(t.Context(), "DB", []byte("correct horse"))
	require.NoError(t, err)
	started, err := globex.Install(t.Context(), distr.NewInstallation{Name: "plant"})
	require.NoError(t, err)
	who, err := v.Authenticate(t.Context(), started.Token)
	require.NoError(t, err)
	got, err := v.ResolveSecrets(t.Context(), who, "DB")
	require.NoError(t, err)
	require.Equal(t, "correct horse", string(got["DB"].Value.Reveal()))

	lost := distr.New(store, distr.Config{KeyWrapper: newWrapper(t, newIdentity(t))}).Vendor("acme")
	_, err = lost.ResolveSecrets(t.Context(), who)
	require.ErrorIs(t, err, agekeys.ErrNoIdentity)
	require.NotErrorIs(t, err, tenant.ErrNotFound)
}

func FuzzUnwrap(f *testing.F) {
	w := newWrapper(f, newIdentity(f))
	wrapped, err := w.Wrap(f.Context(), make([]byte, 32), []byte("acme"))
	require.NoError(f, err)
	f.Add(wrapped)
	f.Add(wrapped[:40])
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, other []byte) {
		_, err := w.Unwrap(t.Context(), other, []byte("acme"))
		require.Equal(t, bytes.Equal(other, wrapped), err == nil)
	})
}

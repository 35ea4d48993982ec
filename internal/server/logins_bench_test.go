//go:build unix

package server

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/contest"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	loginCustomers   = 1000
	loginCredentials = 100 // of each
)

// BenchmarkLogins asks the token endpoint of a vendor with 100 000 credentials for
// tokens: with the ones that it knows, with other secrets for these, with credentials
// that these customers do not have, and with customers that do not exist; each of
// them is another one. Nobody is slowed down for logins that fail. To be held: 10 000
// known ones a second on two quiet cores, the client included, and none of the others
// costs more than a known one.
func BenchmarkLogins(b *testing.B) {
	file := filepath.Join(b.TempDir(), "distr.db")
	now := time.Now()
	tokens := fillLogins(b, file, now)
	var secrets, credentials, customers []tenant.Token
	for i := range 20_000 {
		at := loginOf(i)
		secrets = append(secrets, makeLogin(b, at, i, i+1e6, now).token)
		credentials = append(credentials, makeLogin(b, at, i+1e6, i, now).token)
		customers = append(customers, makeLogin(b, tenant.CustomerID(fmt.Sprintf("stranger-%d", i)), i, i, now).token)
	}
	enter := func(kind string, status int, with []tenant.Token) *contest.Contestant {
		c := contest.Enter(b, "logins", file)
		c.Kind, c.Offer.Questions = kind, askFor(with, status)
		return c
	}
	all := []*contest.Contestant{
		enter("known", http.StatusOK, tokens), enter("secret", http.StatusUnauthorized, secrets),
		enter("credential", http.StatusUnauthorized, credentials), enter("customer", http.StatusUnauthorized, customers),
	}
	contest.Race(b, contest.Rules{Clients: 8, Requests: 4000, Rounds: 9}, all...)
	contest.Requests(b, all...)
}

// offerLogins is a token endpoint over the store in the file.
func offerLogins(t *testing.T, file string) contest.Offer {
	t.Helper()
	store, err := sqlite.Open(t.Context(), file, sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	hub := distr.New(store, distr.Config{})
	end, err := keep(t.Context(), Config{Hub: hub})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, end()) })
	proxy, err := registryproxy.New(hub.Vendor("acme"), registryproxy.Config{
		Vendor: "acme", Upstream: registryproxy.Upstream{Registry: "upstream.invalid"}, Service: "registry.acme.example",
		// They are counted, and there may be so many.
		Limits: registryproxy.Limits{
			FailuresPerAddress:    registryproxy.Rate{Every: time.Nanosecond, AtOnce: 1 << 30},
			FailuresPerCredential: registryproxy.Rate{Every: time.Nanosecond, AtOnce: 1 << 30},
		},
	})
	require.NoError(t, err)
	return contest.Offer{Address: contest.Listen(t, proxy)}
}

// fillLogins makes the customers, who hold an image, and returns their tokens.
func fillLogins(b *testing.B, file string, now time.Time) []tenant.Token {
	b.Helper()
	store, err := sqlite.Open(b.Context(), file, sqlite.Config{})
	require.NoError(b, err)
	images := &tags{}
	images.mean(`{"schemaVersion":2,"layers":[]}`)
	acme := distr.New(store, distr.Config{Walker: images}).Vendor("acme").As(distr.Operator())
	_, err = acme.CreateProduct(b.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(b, err)
	_, err = acme.Publish(b.Context(), "app", "1.4.2", "")
	require.NoError(b, err)
	var tokens []tenant.Token
	// One by one it would take minutes.
	require.NoError(b, store.Update(b.Context(), "acme", func(tx distr.VendorTx) error {
		tokens = nil
		for i := range loginCustomers {
			if err := tx.AddCustomer(tenant.Customer{ID: loginOf(i), Created: now, Profile: tenant.Profile{
				Name: "Globex", Access: tenant.AccessDisabled, Features: tenant.StandardFeatures().Defaults(),
			}}); err != nil {
				return err
			}
		}
		for i := range loginCustomers * loginCredentials {
			room, err := tx.Edit(loginOf(i))
			if err != nil {
				return err
			}
			l := makeLogin(b, loginOf(i), i, i, now)
			if err := room.PutCredential(l.credential); err != nil {
				return err
			}
			tokens = append(tokens, l.token)
			if i < loginCustomers {
				grant := entitlement.Grant{ID: "grt_1", Name: "all", Product: "app", Versions: entitlement.All(), Created: now}
				if err := room.PutGrant(grant); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	require.NoError(b, store.Close())
	return tokens
}

// loginOf is the customer who has a credential. In a row they are of others.
func loginOf(i int) tenant.CustomerID {
	return tenant.CustomerID(fmt.Sprintf("customer-%d", i%loginCustomers))
}

type login struct {
	credential tenant.Credential
	token      tenant.Token
}

// makeLogin makes the same credential for the same numbers: the first one makes its
// ID, the second its secret.
func makeLogin(b *testing.B, of tenant.CustomerID, id, secret int, at time.Time) login {
	b.Helper()
	const idBytes = 10 // the rest makes the secret
	chance := io.MultiReader(io.LimitReader(stream(id), idBytes), stream(-secret-1))
	c, token, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: of}, "login", at, chance)
	require.NoError(b, err)
	return login{c, token}
}

func stream(seed int) io.Reader {
	return rand.NewChaCha8([32]byte([]byte(fmt.Sprintf("%032d", seed))))
}

// askFor asks for a token with each login.
func askFor(logins []tenant.Token, status int) []contest.Question {
	var list []contest.Question
	for _, token := range logins {
		list = append(list, contest.Question{
			Method: http.MethodGet, Path: "/token?scope=repository:acme/app:pull&service=registry.acme.example",
			Authorization: "Basic " + base64.StdEncoding.EncodeToString([]byte("x:"+token.Reveal())), Status: status, Bytes: -1,
		})
	}
	return list
}

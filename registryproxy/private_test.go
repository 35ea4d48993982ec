package registryproxy

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A privateRegistry is one that wants a token for everything, and hands them out
// for a user, a password and a scope.
type privateRegistry struct {
	server *httptest.Server
	inner  http.Handler

	mu        sync.Mutex
	realm     string              // empty: here
	passwords map[string]string   // by user
	may       map[string]string   // by user, what the repositories begin with
	tokens    map[string][]string // user, and the scopes that it is good for
	seen      []string            // user, method, path
	logins    []string            // users who were given a token
}

func newPrivateRegistry(tb testing.TB, options ...registry.Option) *privateRegistry {
	tb.Helper()
	r := &privateRegistry{
		inner:     registry.New(append(options, registry.Logger(log.New(io.Discard, "", 0)))...),
		passwords: map[string]string{}, may: map[string]string{}, tokens: map[string][]string{},
	}
	r.server = httptest.NewServer(r)
	tb.Cleanup(r.server.Close)
	return r
}

// user lets somebody in who may do anything in the repositories that begin so.
func (r *privateRegistry) user(name, password, may string) entitlement.Login {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passwords[name], r.may[name] = password, may
	return entitlement.NewLogin(name, password)
}

func (r *privateRegistry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	if req.URL.Path == "/auth" {
		defer r.mu.Unlock()
		r.logIn(w, req)
		return
	}
	user := r.bearer(req)
	if user != "" {
		r.seen = append(r.seen, user+" "+req.Method+" "+req.URL.Path)
	}
	may, realm := r.may[user], r.realm
	r.mu.Unlock()
	if realm == "" {
		realm = r.server.URL + "/auth"
	}
	switch {
	case user == "":
		w.Header().Set("WWW-Authenticate", `Bearer realm="`+realm+`",service="private"`)
		w.WriteHeader(http.StatusUnauthorized)
	case req.URL.Path != registryPath && !strings.HasPrefix(req.URL.Path, registryPath+may):
		w.WriteHeader(http.StatusForbidden)
	default:
		r.inner.ServeHTTP(w, req)
	}
}

func (r *privateRegistry) logIn(w http.ResponseWriter, req *http.Request) {
	user, password, _ := req.BasicAuth()
	if want, known := r.passwords[user]; !known || password != want {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	token := user + "-" + strconv.Itoa(len(r.tokens))
	r.tokens[token] = append([]string{user}, strings.Fields(strings.Join(req.URL.Query()["scope"], " "))...)
	r.logins = append(r.logins, user)
	_, _ = io.WriteString(w, `{"token":"`+token+`"}`)
}

// bearer is whose token a request brings, if the token is good for its repository.
func (r *privateRegistry) bearer(req *http.Request) string {
	good := r.tokens[strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")]
	for _, scope := range good[min(1, len(good)):] {
		name := strings.Split(scope, ":")[1]
		if req.URL.Path == registryPath || strings.HasPrefix(req.URL.Path, registryPath+name+"/") && (reads(req.Method) || strings.Contains(scope, "push")) {
			return good[0]
		}
	}
	return ""
}

// taken takes what was asked for so far, and who logged in.
func (r *privateRegistry) taken() (seen, logins []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen, logins = r.seen, r.logins
	r.seen, r.logins = nil, nil
	return seen, logins
}

// A locatingGate knows where repositories lie.
type locatingGate struct {
	publishingGate
	mu      sync.Mutex
	origins map[entitlement.RepositoryPath]entitlement.Origin // not there: a tenant.ErrNotFound
	logins  map[entitlement.GrantID]entitlement.Login
	broken  error
	asked   []entitlement.GrantID
}

func (g *locatingGate) Origin(_ context.Context, _ tenant.Principal, repository string, grant entitlement.GrantID) (entitlement.Origin, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, grant)
	o, there := g.origins[entitlement.RepositoryPath(repository)]
	if g.broken != nil {
		return o, g.broken
	}
	if !there {
		return o, tenant.ErrNotFound
	}
	if login, own := g.logins[grant]; own {
		o.Login = login
	}
	return o, nil
}

// change changes the gate while it is asked.
func (g *locatingGate) change(f func(*locatingGate)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(g)
}

package registryproxy_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// closed is a gatekeeper who lets nobody in. In a program it is a *distr.Vendor,
// or four methods over tables that are there already.
type closed struct{}

func (closed) Authenticate(context.Context, tenant.Token) (tenant.Principal, error) {
	return tenant.Principal{}, tenant.ErrUnauthenticated
}

func (closed) Repositories(context.Context, tenant.Principal) ([]string, error) {
	return nil, tenant.ErrUnauthenticated
}

func (closed) Holding(context.Context, tenant.Principal, string) (entitlement.Holding, *entitlement.Contents, error) {
	return entitlement.Holding{}, nil, tenant.ErrUnauthenticated
}

func (closed) LogPull(context.Context, tenant.Principal, entitlement.Pull) error { return nil }

// A Proxy is mounted at three paths, on the host that customers log in to.
func ExampleNew() {
	proxy, err := registryproxy.New(closed{}, registryproxy.Config{
		Upstream:  registryproxy.Upstream{Registry: "registry.internal:5000"},
		PublicURL: "https://registry.acme.example",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/v2/", "/token", "/.well-known/jwks.json"} {
		mux.Handle(path, proxy)
	}

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/v2/acme/app/manifests/1.4.2", nil))
	fmt.Println(answer.Code, answer.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="https://registry.acme.example/token",service="registry.acme.example",scope="repository:acme/app:pull"
}

// What cannot work is refused when the proxy is made, with what would do.
func ExampleConfig() {
	_, err := registryproxy.New(closed{}, registryproxy.Config{
		Upstream:  registryproxy.Upstream{Registry: "registry.internal:5000"},
		PublicURL: "https://acme.example/registry", // docker cannot ask for a path in front of /v2/
	})
	fmt.Println(err)
	// Output: registry proxy: public URL "https://acme.example/registry": it is http:// or https:// and a host, with nothing behind it
}

package observe_test

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/seed361c4c3e/distr-go/distr/observe"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	layer  = "the bytes of a layer"
	parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
)

// A gate has one customer, who holds one version, of one layer.
type gate struct {
	credential tenant.Credential
	holding    entitlement.Holding
}

func newGate(t testing.TB) (*gate, tenant.Token) {
	t.Helper()
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}
	credential, token, err := tenant.NewCredential(who, "test", time.Now(), rand.Reader)
	require.NoError(t, err)
	manifest := []byte(`{"schemaVersion":2}`)
	root := entitlement.SHA256(manifest)
	var contents *entitlement.Contents
	contents = contents.With([]entitlement.Pinned{{Version: "1.0.0", Tag: "1.0.0", Closures: []entitlement.Closure{{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(manifest)), MediaType: "application/vnd.oci.image.manifest.v1+json", Manifest: manifest},
		{Digest: entitlement.SHA256([]byte(layer)), Role: entitlement.RoleLayer, Size: int64(len(layer))},
	}}}}}, nil)
	return &gate{credential, entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: entitlement.All()}}}.Over(contents)}, token
}

func (g *gate) Authenticate(_ context.Context, t tenant.Token) (tenant.Principal, error) {
	if !g.credential.Matches(t, time.Now()) {
		return tenant.Principal{}, tenant.ErrUnauthenticated
	}
	return t.Claim(), nil
}

func (g *gate) Repositories(context.Context, tenant.Principal) ([]string, error) {
	return []string{"acme/app"}, nil
}

func (g *gate) Holding(context.Context, tenant.Principal, string) (entitlement.Holding, *entitlement.Contents, error) {
	return g.holding, g.holding.Contents(), nil
}

func (g *gate) LogPull(context.Context, tenant.Principal, entitlement.Pull) error { return nil }

// traced pulls a layer through a proxy, with the traceparent of whoever is in front,
// and returns the spans and the traceparent that the registry behind got.
func traced(t *testing.T, c observe.TracingConfig, trusted bool, status int) (tracetest.SpanStubs, string) {
	t.Helper()
	told := make(chan string, 10) // more than it is tried again
	behind := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/blobs/") {
			told <- r.Header.Get("Traceparent")
			w.Header().Set("Content-Length", strconv.Itoa(len(layer)))
			w.WriteHeader(status)
			_, _ = io.WriteString(w, layer)
		}
	}))
	t.Cleanup(behind.Close)
	spans := tracetest.NewInMemoryExporter()
	provider := sdk.NewTracerProvider(sdk.WithSyncer(spans))
	gate, token := newGate(t)
	config := registryproxy.Config{Upstream: registryproxy.Upstream{Registry: behind.URL}, Observer: observe.NewTracing(provider, c)}
	if trusted {
		config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	}
	proxy, err := registryproxy.New(gate, config)
	require.NoError(t, err)
	front := httptest.NewServer(proxy)
	get := func(path, authorization string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, front.URL+path, nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", authorization)
		req.Header.Set("Traceparent", parent)
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return string(body)
	}
	basic := &http.Request{Header: http.Header{}}
	basic.SetBasicAuth("globex", token.Reveal())
	answer := get("/token?scope=repository:acme/app:pull", basic.Header.Get("Authorization"))
	_, rest, _ := strings.Cut(answer, `"token":"`)
	bearer, _, _ := strings.Cut(rest, `"`)
	get("/v2/acme/app/blobs/"+entitlement.SHA256([]byte(layer)).String(), "Bearer "+bearer)
	front.Close() // and all spans have ended
	for _, s := range spans.GetSpans() {
		for _, a := range s.Attributes {
			for _, secret := range []string{token.Reveal(), bearer, "globex", "acme/app"} {
				require.NotContains(t, a.Value.String(), secret)
			}
		}
	}
	select {
	case header := <-told:
		return spans.GetSpans(), header
	default:
		require.Fail(t, "the registry was not asked", answer)
		return nil, ""
	}
}

func TestTracing(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		config  observe.TracingConfig
		trusted bool
		status  int
		failed  codes.Code
	}{
		{"a stranger's traceparent", observe.TracingConfig{}, false, 200, codes.Unset},
		{"a trusted proxy's", observe.TracingConfig{}, true, 200, codes.Unset},
		{"the registry behind is ours", observe.TracingConfig{TellUpstreams: true}, true, 200, codes.Unset},
		{"trouble", observe.TracingConfig{}, false, 504, codes.Error},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			spans, told := traced(t, tt.config, tt.trusted, tt.status)
			require.Len(t, spans, 3)
			login, behind, front := spans[0], spans[1], spans[2]
			require.Equal(t, "GET token", login.Name)
			require.Equal(t, "upstream GET blob", behind.Name)
			require.Equal(t, "GET blob", front.Name)
			require.Equal(t, trace.SpanKindServer, front.SpanKind)
			require.Equal(t, trace.SpanKindClient, behind.SpanKind)
			require.Equal(t, front.SpanContext.SpanID(), behind.Parent.SpanID())
			require.Equal(t, front.SpanContext.TraceID(), behind.SpanContext.TraceID())
			require.Equal(t, tt.trusted, front.SpanContext.TraceID().String() == "0af7651916cd43dd8448eb211c80319c")
			require.Equal(t, tt.trusted, front.Parent.IsValid())
			require.Equal(t, tt.failed, front.Status.Code)
			require.Equal(t, tt.failed, behind.Status.Code)
			require.Contains(t, behind.Attributes, attribute.Int("http.response.status_code", tt.status))
			require.Contains(t, front.Attributes, attribute.String("distr.reason", "granted"))
			want := ""
			if tt.config.TellUpstreams {
				want = "00-" + behind.SpanContext.TraceID().String() + "-" + behind.SpanContext.SpanID().String() + "-01"
			}
			require.Equal(t, want, told)
		})
	}
}

// TestNotSampled is that a trace which nobody keeps goes on all the same.
func TestNotSampled(t *testing.T) {
	t.Parallel()
	o := observe.NewTracing(sdk.NewTracerProvider(sdk.WithSampler(sdk.NeverSample())), observe.TracingConfig{TellUpstreams: true})
	ctx, done := o.Request(t.Context(), http.Header{"Traceparent": {strings.TrimSuffix(parent, "01") + "00"}})
	header := http.Header{}
	_, returned := o.Upstream(ctx, header)
	returned(registryproxy.Errand{})
	done(registryproxy.Request{})
	require.True(t, strings.HasPrefix(header.Get("Traceparent"), parent[:35]))
	require.True(t, strings.HasSuffix(header.Get("Traceparent"), "-00"))
}

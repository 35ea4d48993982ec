package observe_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/observe"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A proxy that is traced and counted.
func Example() {
	registry := prometheus.NewRegistry()
	numbers, err := observe.NewPrometheus(registry)
	if err != nil {
		log.Fatal(err)
	}
	hub := distr.New(memory.New(), distr.Config{})
	acme := hub.Vendor("acme")
	keeping, stop := context.WithCancel(context.Background())
	defer stop()
	kept := make(chan struct{})
	go func() {
		if err := hub.KeepPulls(keeping, distr.PullLog{Ready: func() { close(kept) }}); err != nil {
			log.Print(err)
		}
	}()
	<-kept // who lets people pull keeps the log of it
	if err := numbers.SnapshotAge(acme.SnapshotAge); err != nil {
		log.Fatal(err)
	}
	proxy, err := registryproxy.New(acme, registryproxy.Config{
		Upstream: registryproxy.Upstream{Registry: "registry.internal:5000"},
		Observer: observe.Both(observe.NewTracing(otel.GetTracerProvider(), observe.TracingConfig{}), numbers),
	})
	if err != nil {
		log.Fatal(err)
	}
	proxy.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v2/", nil))

	families, err := registry.Gather()
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "distr_registry_requests_total" {
			for _, label := range f.GetMetric()[0].GetLabel() {
				fmt.Printf("%s=%s\n", label.GetName(), label.GetValue())
			}
		}
	}
	// Output:
	// kind=base
	// method=GET
	// reason=
	// status=401
}

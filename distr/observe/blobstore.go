package observe

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A blobStore collects how a store of blobs does, all of it at one instant.
type blobStore struct {
	stats func() registryproxy.BlobsStats

	blobs, bytes, served, filled, joined, failed, evicted *prometheus.Desc
}

// BlobStore shows how a store of blobs does; that of a *registryproxy.Blobs is its
// Stats. It is asked with each scrape.
func (p *Prometheus) BlobStore(stats func() registryproxy.BlobsStats) error {
	about := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("distr_blobs_"+name, help, nil, nil)
	}
	return p.registerer.Register(blobStore{
		stats:   stats,
		blobs:   about("kept", "Blobs in the store."),
		bytes:   about("kept_bytes", "Bytes of the blobs in the store."),
		served:  about("served_total", "Blobs that were sent from what is kept, parts included."),
		filled:  about("filled_total", "Blobs that were fetched, verified and kept."),
		joined:  about("joined_total", "Answers for which another client's fetch was used."),
		failed:  about("failed_total", "Blobs that were fetched and not kept."),
		evicted: about("evicted_total", "Blobs that made way for others."),
	})
}

// Describe is for the registry.
func (b blobStore) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(b, to) }

// Collect is for the registry.
func (b blobStore) Collect(to chan<- prometheus.Metric) {
	s := b.stats()
	gauge, counter := prometheus.GaugeValue, prometheus.CounterValue
	for _, m := range []struct {
		about *prometheus.Desc
		kind  prometheus.ValueType
		value int64
	}{
		{b.blobs, gauge, int64(s.Blobs)},
		{b.bytes, gauge, s.Bytes},
		{b.served, counter, s.Served},
		{b.filled, counter, s.Filled},
		{b.joined, counter, s.Joined},
		{b.failed, counter, s.Failed},
		{b.evicted, counter, s.Evicted},
	} {
		to <- prometheus.MustNewConstMetric(m.about, m.kind, float64(m.value))
	}
}

package license_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/idna"

	"github.com/seed361c4c3e/distr-go/license"
)

func BenchmarkParseAsset(b *testing.B) {
	for _, bench := range []struct{ name, text string }{
		{"domain", "example.com"}, {"subdomain", "db01.eu.corp.example.co.uk"}, {"capitals", "WWW.Example.com"},
		{"ipv4", "192.0.2.1"}, {"ipv6", "2001:db8::1"}, {"range", "192.0.2.0/29"},
		{"url", "https://example.com/app"}, {"urlport", "https://app.example.com:8443/a/b"}, {"urldots", "HTTPS://Example.COM:443/a/../app/?x=1"},
		{"idn", "münchen.de"}, {"ascii", "xn--mnchen-3ya.de"}, {"wrong", "192.0.2.256"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = license.ParseAsset(bench.text, license.Auto)
			}
		})
	}
}

// What a plain name would cost on the way that other letters go.
func BenchmarkParseAssetBaselineIDNA(b *testing.B) {
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.CheckJoiners(true), idna.VerifyDNSLength(true))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = profile.ToASCII("db01.eu.corp.example.co.uk")
	}
}

// million are as many texts as a large customer has: names, addresses and URLs,
// each another one, and some of them ranges.
func million() []string {
	const n = 1_000_000
	texts := make([]string, 0, n)
	for i := range n {
		switch i % 10 {
		case 0, 1, 2, 3:
			texts = append(texts, fmt.Sprintf("host-%d.eu.example.com", i))
		case 4, 5, 6:
			texts = append(texts, fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255))
		case 7:
			texts = append(texts, fmt.Sprintf("172.%d.%d.0/28", 16+i>>16&15, i>>8&255))
		default:
			texts = append(texts, fmt.Sprintf("https://app-%d.example.com/v1", i))
		}
	}
	return texts
}

// heap is what the program holds at the moment, in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

func BenchmarkInventory1M(b *testing.B) {
	texts := million()
	for b.Loop() {
		before := heap()
		var inventory license.Inventory
		for _, text := range texts {
			a, err := license.ParseAsset(text, license.Auto)
			require.NoError(b, err)
			inventory.Add(a)
		}
		b.ReportMetric(heap()-before, "MB")
		b.ReportMetric(float64(inventory.Total()), "assets")
		runtime.KeepAlive(&inventory)
	}
}

// The addresses of each in a patch of its own: nothing shares anything.
func BenchmarkInventory1MScattered(b *testing.B) {
	texts := make([]string, 1_000_000)
	for i := range texts {
		texts[i] = fmt.Sprintf("%d.%d.%d.1", i>>12&255, i>>4&255, i&15<<4)
	}
	for b.Loop() {
		before := heap()
		var inventory license.Inventory
		for _, text := range texts {
			a, err := license.ParseAsset(text, license.Auto)
			require.NoError(b, err)
			inventory.Add(a)
		}
		b.ReportMetric(heap()-before, "MB")
		runtime.KeepAlive(&inventory)
	}
}

// A map of the texts, which knows neither spellings nor ranges.
func BenchmarkInventory1MBaselineMap(b *testing.B) {
	texts := million()
	for b.Loop() {
		before := heap()
		seen := map[string]struct{}{}
		for _, text := range texts {
			seen[strings.Clone(text)] = struct{}{}
		}
		b.ReportMetric(heap()-before, "MB")
		b.ReportMetric(float64(len(seen)), "assets")
		runtime.KeepAlive(seen)
	}
}

package entitlement

import (
	"fmt"
	"testing"
	"time"
)

// How many releases are listed, and how many signatures of one of them.
const (
	listingCount   = 10_000
	signatureCount = 1_000
)

// shelf is a repository of many small releases, of which every second one is
// held by name.
func shelf() (*Contents, Holding) {
	var releases []Pinned
	var held []string
	for i := range listingCount {
		version := fmt.Sprintf("%d.%d.%d", i/1000, i/10%100, i%10)
		d := SHA256([]byte(version))
		releases = append(releases, Pinned{Version: version, Tag: version, Closures: []Closure{{Root: d, Items: []Item{{Digest: d, Role: RoleRoot}}}}})
		if i%2 == 0 {
			held = append(held, version)
		}
	}
	var none *Contents
	return none.With(releases, nil), Holding{Grants: []Grant{{ID: "grt_1", Versions: Only(held...)}}}
}

// Listing the 5 000 tags of 10 000 that are held takes a small part of the 5 ms
// that the whole answer may take.
func BenchmarkTags(b *testing.B) {
	c, h := shelf()
	h, at := h.Over(c), time.Now()
	for b.Loop() {
		if n := len(h.Tags(at)); n != listingCount/2 {
			b.Fatal(n)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	c, h := shelf()
	at := time.Now()
	for _, bb := range []struct {
		name, tag string
		held      Versions
		want      string
	}{
		{"latest, of every second", "latest", h.Grants[0].Versions, "9.99.8"},
		{"latest, which is the lowest", "latest", Only("0.0.0"), "0.0.0"},
		{"nothing", "latest", Only("x"), ""},
		{"a line", "4.50", h.Grants[0].Versions, "4.50.8"},
		{"a tag of its own", "4.50.3", h.Grants[0].Versions, "4.50.3"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			h := Holding{Grants: []Grant{{Versions: bb.held}}}.Over(c)
			for b.Loop() {
				if version, _, _ := h.Resolve(at, bb.tag); version != bb.want {
					b.Fatal(version)
				}
			}
		})
	}
}

func BenchmarkOver(b *testing.B) {
	c, h := shelf()
	for b.Loop() {
		_ = h.Over(c)
	}
}

// A thousand signatures of one release, which share their config, are listed
// without being copied.
func BenchmarkReferrers(b *testing.B) {
	c, _ := shelf()
	subject := SHA256([]byte("1.23.4"))
	var referrers []Referrer
	for i := range signatureCount {
		d := SHA256(fmt.Append(nil, "signature", i))
		referrers = append(referrers, Referrer{Subject: subject, Closure: Closure{
			Root: d, Items: []Item{{Digest: d, Role: RoleRoot}, {Digest: SHA256([]byte("{}")), Role: RoleConfig}}, Annotations: map[string]string{"i": fmt.Sprint(i)},
		}})
	}
	signed := c.With(nil, referrers)
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			if n := len(signed.Referrers(subject)); n != signatureCount {
				b.Fatal(n)
			}
		}
	})
	b.Run("attach all", func(b *testing.B) {
		for b.Loop() {
			_ = c.With(nil, referrers)
		}
	})
	b.Run("attach one more", func(b *testing.B) {
		for b.Loop() {
			_ = signed.With(nil, referrers[:1])
		}
	})
}

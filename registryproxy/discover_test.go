package registryproxy

import (
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// listingUpstream is a registry that has a list of referrers.
func listingUpstream(tb testing.TB) Upstream {
	tb.Helper()
	server := httptest.NewServer(registry.New(registry.WithReferrersSupport(true), registry.Logger(log.New(io.Discard, "", 0))))
	tb.Cleanup(server.Close)
	return Upstream{Registry: server.URL, Transport: server.Client().Transport}
}

// about is an artifact that refers to something.
func about(tb testing.TB, kind string, subject remote.Taggable) v1.Image {
	tb.Helper()
	raw, err := subject.RawManifest()
	require.NoError(tb, err)
	d := entitlement.SHA256(raw)
	hash, err := v1.NewHash(d.String())
	require.NoError(tb, err)
	typed, ok := subject.(interface {
		MediaType() (types.MediaType, error)
	})
	require.True(tb, ok)
	mediaType, err := typed.MediaType()
	require.NoError(tb, err)
	img := mutate.ConfigMediaType(mutate.MediaType(imageWith(tb), types.OCIManifestSchema1), types.MediaType(kind))
	img, ok = mutate.Subject(img, v1.Descriptor{MediaType: mediaType, Digest: hash, Size: int64(len(raw))}).(v1.Image)
	require.True(tb, ok)
	return img
}

// TestReferrersOf finds what real clients pushed to real registries, with a list of
// referrers and without.
func TestReferrersOf(t *testing.T) {
	t.Parallel()
	for name, upstream := range map[string]func(testing.TB) Upstream{
		"distribution": embeddedUpstream, "go-containerregistry": plainUpstream, "with a list": listingUpstream,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: newTestGate(), upstream: upstream(t)}
			index := twoPlatforms(t)
			manifests, err := index.IndexManifest()
			require.NoError(t, err)
			child, err := index.Image(manifests.Manifests[1].Digest)
			require.NoError(t, err)
			signature, sbom := about(t, "application/vnd.example.signature", index), about(t, "application/vnd.example.sbom", child)
			countersigned := about(t, "application/vnd.example.signature", sbom)
			cosign, stranger := imageWith(t), imageWith(t)
			s.pushBehind(t, app, "1.0.0", index)
			s.pushBehind(t, app, "signature", signature)
			s.pushBehind(t, app, "sbom", sbom)
			s.pushBehind(t, app, "countersigned", countersigned)
			sig := strings.Replace(digestOf(t, index), ":", "-", 1) + ".sig"
			s.pushBehind(t, app, sig, cosign)
			s.pushBehind(t, app, strings.Replace(digestOf(t, stranger), ":", "-", 1)+".sig", stranger)

			walker := s.walker(t)
			closure, err := walker.Walk(t.Context(), entitlement.Origin{}, app, "1.0.0")
			require.NoError(t, err)
			require.True(t, closure.Subject.IsZero())
			found, err := walker.Referrers(t.Context(), entitlement.Origin{}, app, closure)
			require.NoError(t, err)
			type line struct{ subject, tag, root string }
			var lines []line
			known := map[string]bool{}
			for _, item := range closure.Items {
				known[item.Digest.String()] = true
			}
			for _, r := range found {
				require.True(t, known[r.Subject.String()], "each subject before what refers to it")
				known[r.Closure.Root.String()] = true
				for _, item := range r.Closure.Items {
					require.NotEqual(t, r.Subject, item.Digest, "what is signed is no part of its signature")
				}
				l := line{r.Subject.String(), r.Tag, r.Closure.Root.String()}
				lines = append(lines, l)
			}
			require.ElementsMatch(t, []line{
				{digestOf(t, index), "", digestOf(t, signature)}, {digestOf(t, index), sig, digestOf(t, cosign)},
				{digestOf(t, child), "", digestOf(t, sbom)}, {digestOf(t, sbom), "", digestOf(t, countersigned)},
			}, lines)
			i := slices.IndexFunc(found, func(r entitlement.Referrer) bool { return r.Closure.Root.String() == digestOf(t, sbom) })
			require.Equal(t, "application/vnd.example.sbom", found[i].Closure.ArtifactType)
			require.Equal(t, digestOf(t, child), found[i].Closure.Subject.String())
			require.Equal(t, 1, found[i].Closure.Manifests())
			require.Equal(t, 3, found[i].Closure.Blobs(), "a config and two layers")
		})
	}
}

// referring puts a manifest there that refers to what a descriptor names.
func (l library) referring(subject string) string {
	return l.manifest(ociManifest, `{"schemaVersion":2,"artifactType":"a/b","annotations":{"k":"v"},"subject":`+subject+`,"config":`+l.blob("{}")+`,"layers":[]}`)
}

// lists lets the registry list what refers to what a descriptor names.
func (l library) lists(subject string, referrers ...string) {
	l["/v2/acme/app/referrers/"+digestIn(subject)] = book{ociIndex, []byte(`{"schemaVersion":2,"manifests":[` + strings.Join(referrers, ",") + `]}`), -1, ""}
}

// tags puts tags there, and lets the registry list them.
func (l library) tags(by map[string]string) {
	var names []string
	for tag, descriptor := range by {
		names = append(names, strconv.Quote(tag))
		l["/v2/acme/app/manifests/"+tag] = l[l.path(descriptor)]
	}
	l["/v2/acme/app/tags/list"] = book{"application/json", []byte(`{"tags":[` + strings.Join(names, ",") + `]}`), -1, ""}
}

func digestIn(descriptor string) string {
	_, rest, _ := strings.Cut(descriptor, `"digest":"`)
	digest, _, _ := strings.Cut(rest, `"`)
	return digest
}

func derivedFrom(descriptor string) string { return strings.Replace(digestIn(descriptor), ":", "-", 1) }

func TestReferrersOddities(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		make  func(l library, image string) (want []string) // the roots that are found
		fails map[string]int                                // paths and how they are answered
		warns string
		says  string // the error
	}{
		{name: "listed", make: func(l library, image string) []string {
			r := l.referring(image)
			l.lists(image, r, r)
			return []string{r}
		}},
		{name: "another's", make: func(l library, image string) []string {
			good, stranger := l.referring(image), l.referring(l.blob("stranger"))
			l.lists(image, stranger, good)
			return []string{good}
		}, warns: "names another subject"},
		{name: "nobody's", make: func(l library, image string) []string {
			l.lists(image, l.image(l.blob("x")))
			return nil
		}, warns: "names another subject"},
		{name: "gone", make: func(l library, image string) []string {
			r := l.referring(image)
			delete(l, l.path(r))
			l.lists(image, r)
			return nil
		}, warns: "has no manifest"},
		{name: "no manifest", make: func(l library, image string) []string {
			l.lists(image, l.manifest(ociManifest, `{"schemaVersion":2,"subject":`+image+`}`))
			return nil
		}, warns: "config"},
		{name: "a subject that is none", make: func(l library, image string) []string {
			l.lists(image, l.referring(`{"digest":"latest"}`))
			return nil
		}, warns: "subject"},
		{name: "other bytes", make: func(l library, image string) []string {
			r := l.referring(image)
			l[l.path(r)] = book{ociManifest, []byte("{}"), -1, ""}
			l.lists(image, r)
			return nil
		}, warns: "other bytes"},
		{name: "without its blob", make: func(l library, image string) []string {
			r := l.manifest(ociManifest, `{"schemaVersion":2,"subject":`+image+`,"config":`+described(ociConfig, []byte("gone"))+`,"layers":[]}`)
			l.lists(image, r)
			return nil
		}, warns: "has no blob"},
		{name: "no digest in the list", make: func(l library, image string) []string {
			l.lists(image, `{"digest":"latest"}`)
			return nil
		}, warns: "latest"},
		{name: "a list that is none", make: func(l library, image string) []string {
			r := l.referring(image)
			l["/v2/acme/app/referrers/"+digestIn(image)] = book{"text/html", []byte("<html>"), -1, ""}
			l.tags(map[string]string{derivedFrom(image): l.index(r, l.image(l.blob("child of nothing")))})
			return []string{r, ""}
		}, warns: "names another subject"},
		{name: "tags of all kinds", make: func(l library, image string) []string {
			sig, vex, list := l.image(l.blob("sig")), l.image(l.blob("vex")), l.index(l.image(l.blob("in an index")))
			l.tags(map[string]string{
				"1.0.0": image, "latest": image, derivedFrom(image) + ".sig": sig, derivedFrom(image) + ".vex-2": vex, derivedFrom(image) + ".x": list,
				derivedFrom(l.blob("stranger")) + ".sig": l.image(), "sha256-0": l.image(),
			})
			return []string{sig, vex, list}
		}},
		{name: "an image where the list would be", make: func(l library, image string) []string {
			it := l.image(l.blob("it"))
			l.tags(map[string]string{derivedFrom(image): it})
			return []string{it}
		}},
		{name: "its own signature", make: func(l library, image string) []string {
			l.tags(map[string]string{derivedFrom(image) + ".sig": image})
			return []string{image}
		}},
		{name: "a list that is broken", make: func(l library, image string) []string {
			l.tags(map[string]string{derivedFrom(image): l.manifest(ociIndex, `{"schemaVersion":2,"manifests":[{}]}`)})
			return nil
		}, warns: "manifests[0]"},
		{name: "no list of tags", make: func(l library, image string) []string {
			sig := l.image(l.blob("sig"))
			l.tags(map[string]string{derivedFrom(image) + ".sig": sig, derivedFrom(image) + ".vex": sig})
			delete(l, "/v2/acme/app/tags/list")
			return []string{sig}
		}},
		{name: "a list of tags that is none", make: func(l library, image string) []string {
			sig := l.image(l.blob("sig"))
			l.tags(map[string]string{derivedFrom(image) + ".att": sig})
			l["/v2/acme/app/tags/list"] = book{"text/html", []byte("<html>"), -1, ""}
			return []string{sig}
		}},
		{name: "one behind the other", make: func(l library, image string) (want []string) {
			for subject := image; len(want) < maxDepth; subject = want[len(want)-1] {
				want = append(want, l.referring(subject))
				l.lists(subject, want[len(want)-1])
			}
			l.lists(want[maxDepth-1], l.referring(want[maxDepth-1]))
			return want
		}, warns: "not looked for any further"},
		{name: "trouble with the list", make: func(library, string) []string { return nil }, fails: map[string]int{"/referrers/": 500}, says: "Internal Server Error"},
		{name: "no time for the list", make: func(library, string) []string { return nil }, fails: map[string]int{"/referrers/": 429}, says: "Too Many Requests"},
		{name: "no such list", make: func(library, string) []string { return nil }, fails: map[string]int{"/referrers/": 501}},
		{name: "trouble with the tags", make: func(library, string) []string { return nil }, fails: map[string]int{"/tags/list": 500}, says: "Internal Server Error"},
		{name: "trouble with a tag", make: func(library, string) []string { return nil }, fails: map[string]int{"/tags/list": 403, ".att": 500}, says: "Internal Server Error"},
		{name: "trouble with a signature", make: func(l library, image string) []string {
			l.lists(image, l.referring(image))
			return nil
		}, fails: map[string]int{"/manifests/": 500}, says: "Internal Server Error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := library{}
			image := l.image(l.blob("a"))
			l.tag(image)
			l.tags(map[string]string{"1": image})
			want := tt.make(l, image)
			var log strings.Builder
			w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: l}, Log: slog.New(slog.NewTextHandler(&log, nil))})
			require.NoError(t, err)
			closure, err := w.Walk(t.Context(), entitlement.Origin{}, app, "1")
			require.NoError(t, err)
			failing := roundTripper(func(r *http.Request) (*http.Response, error) {
				for part, status := range tt.fails {
					if strings.Contains(r.URL.Path, part) {
						return answer(status, nil, "").RoundTrip(r)
					}
				}
				return l.RoundTrip(r)
			})
			counted := &countingTransport{inner: failing}
			w, err = NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: counted}, Log: slog.New(slog.NewTextHandler(&log, nil))})
			require.NoError(t, err)
			found, err := w.Referrers(t.Context(), entitlement.Origin{}, app, closure)
			if tt.says != "" {
				require.ErrorContains(t, err, tt.says)
				require.ErrorContains(t, err, "looking for what refers to "+closure.Root.String()+" in acme/app")
				require.Nil(t, found)
				return
			}
			require.NoError(t, err)
			require.Contains(t, log.String(), tt.warns)
			require.Equal(t, tt.warns != "", strings.Contains(log.String(), "level=WARN"), log.String())
			var roots []string
			for _, r := range found {
				roots = append(roots, r.Closure.Root.String())
			}
			for i := range want {
				want[i] = digestIn(want[i])
			}
			want = slices.DeleteFunc(want, func(d string) bool { return d == "" })
			require.ElementsMatch(t, want, roots)
			asked := 0
			for _, r := range counted.taken() {
				if strings.Contains(r.URL.Path, "/referrers/") {
					asked++
				}
			}
			if tt.name == "a list that is none" || tt.name == "no such list" || tt.name == "tags of all kinds" {
				require.Equal(t, 1, asked, "a registry without a list is not asked again")
			}
		})
	}
}

// TestReferrersByPage is a list of tags that comes in pages, and one that never
// ends.
func TestReferrersByPage(t *testing.T) {
	t.Parallel()
	l := library{}
	image, sig := l.image(l.blob("a")), l.image(l.blob("sig"))
	l.tag(image)
	l.tags(map[string]string{derivedFrom(image) + ".sig": sig, derivedFrom(image) + ".vex": sig})
	var endless bool
	paged := &countingTransport{inner: roundTripper(func(r *http.Request) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, "/tags/list") {
			return l.RoundTrip(r)
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("last"))
		tag, link := strconv.Itoa(page), `<http://elsewhere.example/v2/acme/app/tags/list?n=1000&last=`+strconv.Itoa(page+1)+`>; rel="next"`
		if page == 3 {
			tag = derivedFrom(image) + ".vex"
		}
		if page == 5 && !endless {
			link = ""
		}
		return answer(http.StatusOK, http.Header{"Link": {link}}, `{"tags":["`+tag+`"]}`).RoundTrip(r)
	})}
	w, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "http://up.example", Transport: paged}})
	require.NoError(t, err)
	closure, err := w.Walk(t.Context(), entitlement.Origin{}, app, "1")
	require.NoError(t, err)
	tags := func() (tags []string) {
		t.Helper()
		paged.taken()
		found, err := w.Referrers(t.Context(), entitlement.Origin{}, app, closure)
		require.NoError(t, err)
		for _, r := range found {
			_, suffix, _ := strings.Cut(r.Tag, ".")
			tags = append(tags, suffix)
		}
		return tags
	}
	require.Equal(t, []string{"vex"}, tags(), "what is listed")
	for _, r := range paged.taken() {
		require.Equal(t, "up.example", r.URL.Host, "wherever the link leads")
	}
	endless = true
	require.Equal(t, []string{"sig", "vex"}, tags(), "what was listed, and what clients look for")
	pages := 0
	for _, r := range paged.taken() {
		if strings.HasSuffix(r.URL.Path, "/tags/list") {
			pages++
		}
	}
	require.Equal(t, maxPages, pages)
}

func TestNextQuery(t *testing.T) {
	t.Parallel()
	const path = "/v2/acme/app/tags/list"
	for _, tt := range []struct {
		name, link, want string
		more             bool
	}{
		{"none", "", "", false},
		{"a path", "<" + path + `?n=2&last=b>; rel="next"`, "last=b&n=2", true},
		{"a whole address", "<https://up.example" + path + `?token=x>; rel="next"`, "token=x", true},
		{"a query", `<?last=b>; rel=next`, "last=b", true},
		{"from where we are", `<list?last=b>; rel="next"`, "last=b", true},
		{"the second one", `<x>; rel="prev", <` + path + `?last=b>; rel="next"`, "last=b", true},
		{"another path", `</v2/acme/secret/tags/list?last=b>; rel="next"`, "", true},
		{"no address", `<http://[>; rel="next"`, "", true},
		{"no link", `rel="next"`, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			query, more := nextQuery([]string{tt.link}, path)
			require.Equal(t, tt.want, query.Encode())
			require.Equal(t, tt.more, more)
		})
	}
}

package distr_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// versionPool are versions of several sorts, and aliasPool what may be an alias
// of some.
var (
	versionPool = []string{"1.4.2", "1.5.0", "2.0.0-rc.1", "2.0.0", "v3.0", "nightly"}
	aliasPool   = []string{"latest", "1", "v1", "1.4", "v1.4", "1.5", "2", "2.0", "v2.0", "3", "v3", "3.0", "4"}
	hours       = []time.Duration{-time.Hour, 0, time.Hour, 2 * time.Hour}
)

// drawVersions draws a set of versions, rarely one that is not published.
func drawVersions(t *rapid.T, published []string) entitlement.Versions {
	if rapid.IntRange(0, 9).Draw(t, "unpublished") == 0 {
		published = append(slices.Clone(published), "9.9.9")
	}
	v := entitlement.Only(rapid.SliceOfN(rapid.SampledFrom(published), 0, 3).Draw(t, "names")...)
	if r := rapid.SampledFrom([]string{"", "^1", ">=2.0.0-0", "<2"}).Draw(t, "range"); r != "" {
		m, err := entitlement.Matching(r)
		require.NoError(t, err)
		v = v.Plus(m)
	}
	if rapid.IntRange(0, 9).Draw(t, "all") == 0 {
		v = v.Plus(entitlement.All())
	}
	return v
}

func drawEnd(t *rapid.T, now time.Time) time.Time {
	if rapid.Bool().Draw(t, "for ever") {
		return time.Time{}
	}
	return now.Add(rapid.SampledFrom(hours).Draw(t, "ends in"))
}

// A stage is a world of some releases, in which globex was granted something and
// something refers to what it may have been granted.
type stage struct {
	*world
	published []string
	globex    *distr.Account
	token     tenant.Token
}

func drawStage(tt *testing.T, t *rapid.T) stage {
	w := stage{world: newWorld(tt)}
	_, err := w.acme.CreateProduct(tt.Context(), entitlement.Product{ID: "tool", Repositories: []entitlement.RepositoryPath{"acme/tool"}, Kind: entitlement.Application, Exact: true})
	require.NoError(t, err)
	w.published = rapid.SliceOfNDistinct(rapid.SampledFrom(versionPool), 1, len(versionPool), rapid.ID).Draw(t, "published")
	for _, v := range w.published {
		if rapid.Bool().Draw(t, "signed") {
			d := w.registry.push("acme/app", v, "app "+v)
			w.registry.sign("acme/app", d, "signature of "+v)
		}
		w.publish(tt, v)
		w.registry.push("acme/tool", v, "tool "+v)
		_, err := w.acme.Publish(tt.Context(), "tool", v, "")
		require.NoError(t, err)
	}
	w.globex, w.token = w.customer(tt, "globex")
	for range rapid.IntRange(0, 3).Draw(t, "grants") {
		if _, err := w.globex.Grant(tt.Context(), w.drawGrant(t)); err != nil {
			require.True(t, refusable(err), err)
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "off") == 0 {
		_, _, err := w.globex.Disable(tt.Context(), rapid.SampledFrom([]tenant.Feature{tenant.Artifacts, tenant.Deployments}).Draw(t, "feature"))
		require.NoError(t, err)
	}
	return w
}

func (w stage) drawGrant(t *rapid.T) distr.NewGrant {
	return distr.NewGrant{
		Name:     rapid.SampledFrom([]string{"", "", "gold"}).Draw(t, "name"),
		Product:  rapid.SampledFrom([]entitlement.ProductID{"app", "app", "tool"}).Draw(t, "product"),
		Versions: drawVersions(t, w.published), Expires: drawEnd(t, w.clock.now()),
	}
}

// What a preview shows is what the gate would let through, and nothing is left
// out.
func TestAPreviewIsWhatTheGateDecides(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawStage(t, rt)
		who, err := w.acme.Authenticate(t.Context(), w.token)
		require.NoError(rt, err)
		at := w.clock.now().Add(rapid.SampledFrom(hours).Draw(rt, "at"))
		seen, err := w.globex.Preview(t.Context(), at)
		require.NoError(rt, err)
		require.Equal(rt, at, seen.At)

		repositories := []string{}
		for _, p := range seen.Products {
			for _, r := range p.Repositories {
				repositories = append(repositories, string(r.Repository))
				h, contents, err := w.acme.Holding(t.Context(), who, string(r.Repository))
				require.NoError(rt, err)
				require.Equal(rt, h.Product, p.Product)
				sameAsTheGate(rt, r, h, contents, at)
			}
		}
		require.Equal(rt, []string{"acme/app", "acme/chart", "acme/tool"}, repositories)
		now, err := w.globex.Preview(t.Context(), time.Time{})
		require.NoError(rt, err)
		listed, err := w.acme.Repositories(t.Context(), who)
		require.NoError(rt, err)
		require.Equal(rt, listed, visible(now))
	})
}

func sameAsTheGate(t *rapid.T, r distr.RepositoryPreview, h entitlement.Holding, contents *entitlement.Contents, at time.Time) {
	tags, aliases := map[string]entitlement.Digest{}, map[string]entitlement.Digest{}
	for _, held := range r.Tags {
		tags[held.Tag] = held.Digest
		d := h.Decide(at, held.Version)
		require.True(t, d.Allowed)
		require.Equal(t, distr.HeldTag{Tag: held.Tag, Version: held.Version, Digest: held.Digest, Grant: d.Grant, Until: d.Until}, held)
	}
	for _, a := range r.Aliases {
		aliases[a.Tag] = a.Digest
	}
	for _, name := range slices.Concat(versionPool, aliasPool) {
		version, d, found := h.Resolve(at, name)
		if _, _, own := contents.Tag(name); !own {
			require.Equal(t, d, aliases[name], name)
			continue
		}
		shown, there := tags[name]
		require.Equal(t, found && h.Decide(at, version).Allowed, there, name)
		if there {
			require.Equal(t, d, shown)
		}
	}
	roots, referring := []entitlement.Digest{}, 0
	for _, version := range versionPool {
		_, d, _ := contents.Tag(version)
		if e, there := contents.Find(d); there && h.DecideEntry(at, e).Allowed {
			roots = append(roots, d)
			referring += len(contents.Referrers(d))
		}
	}
	shown := []entitlement.Digest{}
	for _, d := range tags {
		shown = append(shown, d)
	}
	require.ElementsMatch(t, roots, shown)
	require.Equal(t, referring, r.Referrers)
	require.Equal(t, h.Any(at), r.Standing.Visible)
	if whole := h.Decide(at); r.Standing.Visible {
		require.Equal(t, distr.Standing{Visible: true, Reason: entitlement.Granted}, r.Standing)
	} else {
		require.Equal(t, distr.Standing{Reason: whole.Reason, Until: whole.Until}, r.Standing)
	}
}

func visible(p distr.Preview) []string {
	names := []string{}
	for _, product := range p.Products {
		for _, r := range product.Repositories {
			if r.Standing.Visible {
				names = append(names, string(r.Repository))
			}
		}
	}
	return names
}

func TestPreviewOfAnInstantToCome(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	globex, _ := w.customer(t, "globex")
	ends := w.clock.now().Add(time.Hour)
	g, err := globex.Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.All(), Expires: ends})
	require.NoError(t, err)

	p, err := globex.Preview(t.Context(), time.Time{}, "acme/chart")
	require.NoError(t, err)
	require.Equal(t, w.clock.now(), p.At)
	require.Len(t, p.Products, 1)
	require.Equal(t, []entitlement.Grant{g}, p.Products[0].Grants)
	require.Equal(t, tenant.Artifacts, p.Products[0].Feature)
	require.Len(t, p.Products[0].Repositories, 1)
	chart := p.Products[0].Repositories[0]
	require.Equal(t, entitlement.RepositoryPath("acme/chart"), chart.Repository)
	require.Equal(t, []string{"2.0.0 2.0.0", "1.4.2 1.4.2"}, tagged(chart.Tags), "the last first")
	require.Equal(t, ends, chart.Tags[0].Until)

	p, err = globex.Preview(t.Context(), ends, "acme/chart", "acme/chart")
	require.NoError(t, err)
	require.Equal(t, []distr.RepositoryPreview{{
		Repository: "acme/chart", Standing: distr.Standing{Reason: entitlement.Expired, Until: ends}, Tags: []distr.HeldTag{}, Aliases: []entitlement.Alias{},
	}}, p.Products[0].Repositories)

	_, err = globex.Amend(t.Context(), g.ID, distr.Amendment{Expires: &time.Time{}})
	require.NoError(t, err)
	w.publish(t, "3.0.0")
	p, err = globex.Preview(t.Context(), ends, "acme/chart")
	require.NoError(t, err)
	require.Len(t, p.Products[0].Repositories[0].Tags, 3, "a change is seen at once")

	_, err = globex.Preview(t.Context(), ends, "acme/nothing")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	require.ErrorContains(t, err, `"acme/nothing"`)
	_, err = w.acme.Account("nobody").Preview(t.Context(), ends)
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func tagged(tags []distr.HeldTag) (names []string) {
	for _, t := range tags {
		names = append(names, fmt.Sprint(t.Tag, " ", t.Version))
	}
	return names
}

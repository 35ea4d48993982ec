package distr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// newShop is an office whose vendor sells three products, of which globex holds 1.4.2
// of the first, held something of the second, and has nothing of the third. Its
// Administrator is ann.
func newShop(t *testing.T) *office {
	t.Helper()
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	for _, id := range []entitlement.ProductID{"old", "secret"} {
		r := entitlement.RepositoryPath("acme/" + id)
		_, err := w.acme.CreateProduct(t.Context(), entitlement.Product{ID: id, Repositories: []entitlement.RepositoryPath{r}, Kind: entitlement.Artifact})
		require.NoError(t, err)
		w.registry.push(r, "1.4.2", string(id)+" 1.4.2")
		_, err = w.acme.Publish(t.Context(), id, "1.4.2", "")
		require.NoError(t, err)
	}
	a, _ := w.customer(t, "globex", "1.4.2")
	_, err := a.Grant(t.Context(), distr.NewGrant{Product: "old", Versions: entitlement.All(), Expires: w.clock.now().Add(time.Hour)})
	require.NoError(t, err)
	w.clock.move(2 * time.Hour)
	return w.people(t, a, nil)
}

// TestACustomerIsToldOfNothingElse asks about what is there and about what is not, in
// the hands of a customer's Administrator: the answers are the same.
func TestACustomerIsToldOfNothingElse(t *testing.T) {
	o := newShop(t)
	hidden := entitlement.Decision{Reason: entitlement.Unknown}
	ended, err := o.globex.Check(t.Context(), "acme/old:1.4.2")
	require.NoError(t, err)
	ended.Version = ""
	require.Equal(t, entitlement.Expired, ended.Reason)
	other := entitlement.FallbackTag(entitlement.SHA256([]byte("app 2.0.0"))) + ".sig"

	for _, c := range []struct {
		name, reference string
		want            entitlement.Decision
		operator        entitlement.Reason
	}{
		{"a version that is not held", "acme/app:2.0.0", hidden, entitlement.NotCovered},
		{"none", "acme/app:9.9.9", hidden, entitlement.Unknown},
		{"its digest", "acme/app@" + entitlement.SHA256([]byte("app 2.0.0")).String(), hidden, entitlement.NotCovered},
		{"its layer", "acme/app@" + entitlement.SHA256([]byte("layer of app 2.0.0")).String(), hidden, entitlement.NotCovered},
		{"no digest", "acme/app@" + entitlement.SHA256([]byte("none")).String(), hidden, entitlement.Unknown},
		{"its signature", "acme/app:" + other, hidden, entitlement.Unknown},
		{"a product that is not held", "acme/secret:1.4.2", hidden, entitlement.NoGrant},
		{"the same by digest", "acme/secret@" + entitlement.SHA256([]byte("secret 1.4.2")).String(), hidden, entitlement.NoGrant},
		{"no version of it", "acme/secret:9.9.9", hidden, entitlement.Unknown},
		{"no product", "acme/none:1.4.2", hidden, entitlement.Unknown},
		{"what has ended", "acme/old:1.4.2", ended, entitlement.Expired},
		{"the same by digest", "acme/old@" + entitlement.SHA256([]byte("old 1.4.2")).String(), ended, entitlement.Expired},
		{"what was never there", "acme/old:9.9.9", ended, entitlement.Unknown},
	} {
		t.Run(c.name+" "+c.reference[:9], func(t *testing.T) {
			d, err := o.user("ann@globex.example").Check(t.Context(), c.reference)
			require.NoError(t, err)
			require.Equal(t, c.want, d)
			d, err = o.globex.Check(t.Context(), c.reference)
			require.NoError(t, err)
			require.Equal(t, c.operator, d.Reason)
		})
	}

	d, err := o.user("ann@globex.example").Check(t.Context(), "acme/app:1.4.2")
	require.NoError(t, err)
	require.True(t, d.Allowed)
	require.Equal(t, "1.4.2", d.Version)

	_, _, err = o.globex.Disable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	for _, reference := range []string{"acme/app:1.4.2", "acme/old:1.4.2", "acme/none:1.4.2"} {
		d, err := o.user("ann@globex.example").Check(t.Context(), reference)
		require.NoError(t, err)
		require.Equal(t, hidden, d, "a feature that is off does not exist")
	}
}

func TestACustomersPreviewHasNothingElse(t *testing.T) {
	o := newShop(t)
	ann := o.user("ann@globex.example")
	shown := func(a *distr.Account) (lines []string) {
		p, err := a.Preview(t.Context(), time.Time{})
		require.NoError(t, err)
		for _, product := range p.Products {
			for _, r := range product.Repositories {
				lines = append(lines, fmt.Sprint(product.Product.ID, product.Product.Repositories, " ", r.Repository, " ", r.Standing.Reason, " ", len(r.Tags)))
			}
		}
		return lines
	}
	require.Equal(t, []string{
		"app[acme/app acme/chart] acme/app granted 1", "app[acme/app acme/chart] acme/chart granted 1", "old[acme/old] acme/old expired 0",
	}, shown(ann))
	require.Len(t, shown(o.globex), 4, "the vendor sees what they do not see, too")

	_, there := ann.Preview(t.Context(), time.Time{}, "acme/secret")
	_, none := ann.Preview(t.Context(), time.Time{}, "acme/nothing")
	require.ErrorIs(t, there, tenant.ErrNotFound)
	require.Equal(t, strings.ReplaceAll(none.Error(), "nothing", "secret"), there.Error())

	one, err := ann.Preview(t.Context(), time.Time{}, "acme/app")
	require.NoError(t, err)
	require.Equal(t, []entitlement.RepositoryPath{"acme/app"}, one.Products[0].Product.Repositories, "no other is named than is shown")

	_, err = ann.Preview(t.Context(), o.clock.now().Add(-time.Hour-time.Minute))
	require.ErrorIs(t, err, tenant.ErrForbidden, "what has been published since would be seen")
	_, err = o.globex.Preview(t.Context(), o.clock.now().Add(-time.Hour-time.Minute))
	require.NoError(t, err)

	_, _, err = o.globex.Disable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	require.Empty(t, shown(ann))
	require.Len(t, shown(o.globex), 4)
}

func TestACustomersPullLogHasNothingElse(t *testing.T) {
	o := newShop(t)
	stop := keep(t, o.hub, distr.PullLog{})
	_, token, err := o.globex.NewToken(t.Context(), "ci")
	require.NoError(t, err)
	p, err := o.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	who := puller{t, o.acme, p}
	who.log(allowed("1.4.2"))
	for tag, reason := range map[string]entitlement.Reason{
		"9.9.9": entitlement.Unknown, "8.8.8": entitlement.Expired, "7.7.7": entitlement.NoGrant, "6.6.6": entitlement.FeatureOff,
	} {
		who.log(entitlement.Pull{Repository: "acme/app", Reference: tag, Reason: reason})
	}
	who.log(entitlement.Pull{
		Repository: "acme/app", Reference: "2.0.0", Reason: entitlement.NotCovered, Version: "2.0.0", Digest: entitlement.SHA256([]byte("app 2.0.0")),
	})
	for i := range distr.MaxRefusals {
		who.log(entitlement.Pull{Repository: "acme/app", Reference: fmt.Sprint("0.0.", i), Reason: entitlement.Unknown})
	}
	who.log(entitlement.Pull{Repository: "acme/app", Reference: "2.0.0-rc.1", Reason: entitlement.NotCovered, Version: "2.0.0-rc.1"})
	require.NoError(t, stop())

	ann := o.as(distr.CustomerUser("ann@globex.example"))
	query := func(v *distr.Vendor, q distr.PullQuery) []distr.PullRecord {
		q.Customer = "globex"
		pulls, err := v.Pulls(t.Context(), q)
		require.NoError(t, err)
		return pulls
	}
	all := query(o.acme, distr.PullQuery{})
	require.Len(t, all, 1+distr.MaxRefusals+2, "one more for each reason")
	require.True(t, slices.ContainsFunc(all, func(r distr.PullRecord) bool { return r.Version == "2.0.0" && r.Reason == entitlement.NotCovered }))

	mine := query(ann, distr.PullQuery{})
	require.Len(t, mine, 1+distr.MaxRefusals)
	refusals := 0
	for _, r := range mine {
		if r.Allowed {
			require.Equal(t, "1.4.2", r.Version)
			require.Equal(t, entitlement.Granted, r.Reason)
			continue
		}
		refusals++
		require.Empty(t, r.Version)
		require.True(t, r.Digest.IsZero())
		require.Equal(t, entitlement.Unknown, r.Reason)
		require.NotEmpty(t, r.Reference, "what they have asked for they may know")
	}
	require.Equal(t, distr.MaxRefusals, refusals)

	var each []distr.PullRecord
	for r, err := range ann.EachPull(t.Context(), distr.PullQuery{Customer: "globex"}) {
		require.NoError(t, err)
		each = append(each, r)
	}
	require.Equal(t, mine, each)
	require.Equal(t, mine[len(mine)-3:], query(ann, distr.PullQuery{Limit: 3}), "as many as there are, without those that are left out")
	require.Equal(t, mine[:3], query(ann, distr.PullQuery{Limit: 3, Oldest: true}))

	// What a query selects would tell, too.
	for _, c := range []struct {
		name string
		q    distr.PullQuery
		want int
	}{
		{"a version that was refused", distr.PullQuery{Version: "2.0.0"}, 0},
		{"the same, of what was refused", distr.PullQuery{Version: "2.0.0", Outcome: distr.Refused}, 0},
		{"one that was allowed", distr.PullQuery{Version: "1.4.2"}, 1},
		{"a true reason", distr.PullQuery{Reason: entitlement.NotCovered}, 0},
		{"the one that is told", distr.PullQuery{Reason: entitlement.Unknown}, refusals},
		{"the same, of what was allowed", distr.PullQuery{Reason: entitlement.Unknown, Outcome: distr.Allowed}, 0},
		{"the same, of a version", distr.PullQuery{Reason: entitlement.Unknown, Version: "2.0.0"}, 0},
		{"granted", distr.PullQuery{Reason: entitlement.Granted}, 1},
		{"what was refused", distr.PullQuery{Outcome: distr.Refused}, refusals},
	} {
		t.Run(c.name, func(t *testing.T) { require.Len(t, query(ann, c.q), c.want) })
	}
	require.Len(t, query(o.acme, distr.PullQuery{Version: "2.0.0"}), 1)
	_, err = o.as(distr.CustomerUser("eve@globex.example")).Pulls(t.Context(), distr.PullQuery{Customer: "globex", Version: "2.0.0"})
	require.ErrorIs(t, err, tenant.ErrNotFound, "nothing is not said to who may not see the log")
}

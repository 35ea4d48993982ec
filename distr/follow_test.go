package distr_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// nightly is a world with a version that follows its tag, and a customer of it.
func nightly(t *testing.T) (*world, tenant.Token) {
	t.Helper()
	w := newWorld(t)
	w.registry.push("acme/app", "nightly", "monday")
	w.registry.push("acme/chart", "nightly", "chart of monday")
	_, err := w.acme.Follow(t.Context(), "app", "nightly", "")
	require.NoError(t, err)
	_, token := w.customer(t, "globex", "nightly")
	return w, token
}

// root is what a tag of acme/app means to the holder of a token.
func root(t *testing.T, w *world, token tenant.Token, tag string) entitlement.Digest {
	t.Helper()
	p, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	h, _, err := w.acme.Holding(t.Context(), p, "acme/app")
	require.NoError(t, err)
	_, d, found := h.Resolve(w.clock.now(), tag)
	require.True(t, found)
	return d
}

// holds says whether the holder of a token may have a digest of acme/app.
func holds(t *testing.T, v *distr.Vendor, w *world, token tenant.Token, d entitlement.Digest) bool {
	t.Helper()
	p, err := v.Authenticate(t.Context(), token)
	require.NoError(t, err)
	h, contents, err := v.Holding(t.Context(), p, "acme/app")
	require.NoError(t, err)
	e, found := contents.Find(d)
	return found && h.DecideEntry(w.clock.now(), e).Allowed
}

func TestFollowedTagMoves(t *testing.T) {
	w, token := nightly(t)
	monday := root(t, w, token, "nightly")

	moves, err := w.acme.CatchUp(t.Context())
	require.NoError(t, err)
	require.Empty(t, moves, "it is where it was")

	tuesday := w.registry.push("acme/app", "nightly", "tuesday")
	signature := w.registry.sign("acme/app", tuesday, "signature")
	require.Equal(t, monday, root(t, w, token, "nightly"), "nobody has looked yet")
	moves, err = w.acme.CatchUp(t.Context())
	require.NoError(t, err)
	require.Len(t, moves, 1)
	require.Equal(t, 1, moves[0].After.Revision)
	require.Equal(t, moves[0].Before.Roots["acme/chart"], moves[0].After.Roots["acme/chart"])

	// What was pulled by digest before stays good, also to another process.
	require.Equal(t, tuesday, root(t, w, token, "nightly"))
	for _, v := range []*distr.Vendor{w.acme, w.newHub(w.store).Vendor("acme")} {
		require.True(t, holds(t, v, w, token, monday))
		require.True(t, holds(t, v, w, token, tuesday))
		require.True(t, holds(t, v, w, token, signature.Digest))
		require.False(t, holds(t, v, w, token, entitlement.SHA256([]byte("wednesday"))))
	}

	events, err := w.acme.Events(t.Context(), distr.EventQuery{Limit: 2})
	require.NoError(t, err)
	require.Equal(t, distr.ReleaseMoved, events[0].Kind)
	var data struct {
		After map[string]struct{ Digest string }
	}
	require.NoError(t, json.Unmarshal(events[0].Data, &data))
	require.Equal(t, tuesday.String(), data.After["acme/app"].Digest)
	require.Equal(t, distr.ReferrerAttached, events[1].Kind)
}

func TestFollowedTagThatIsGoneStays(t *testing.T) {
	w, token := nightly(t)
	monday := root(t, w, token, "nightly")
	delete(w.registry.content, at("acme/app", "nightly"))
	moves, err := w.acme.CatchUp(t.Context())
	require.NoError(t, err)
	require.Empty(t, moves)
	require.Equal(t, monday, root(t, w, token, "nightly"))
}

// TestFollowerMeetsAnother is two processes that follow one tag: the one that
// looked first and writes last does not lead back to what it saw.
func TestFollowerMeetsAnother(t *testing.T) {
	w, token := nightly(t)
	w.registry.push("acme/app", "nightly", "tuesday")
	var wednesday entitlement.Digest
	w.registry.met = func() {
		wednesday = w.registry.push("acme/app", "nightly", "wednesday")
		moves, err := w.newHub(w.store).Vendor("acme").As(distr.Operator()).CatchUp(t.Context())
		require.NoError(t, err)
		require.Len(t, moves, 1)
	}
	_, err := w.acme.CatchUp(t.Context())
	require.NoError(t, err)
	require.Equal(t, wednesday, root(t, w, token, "nightly"))
}

// TestFollowingAsksFirst is that nothing is fetched in the name of who may not let
// versions move.
func TestFollowingAsksFirst(t *testing.T) {
	w, token := nightly(t)
	monday := root(t, w, token, "nightly")
	w.registry.push("acme/app", "nightly", "tuesday")
	require.NoError(t, w.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		return tx.PutStaff(tenant.Member{ID: "mbr_v", Email: "vic@acme.example", Role: tenant.Viewer, Created: w.clock.now(), Joined: w.clock.now()})
	}))
	w.registry.met = func() { t.Error("something was fetched") }
	_, err := w.acme.As(distr.Staff("vic@acme.example")).CatchUp(t.Context())
	require.ErrorIs(t, err, tenant.ErrForbidden)
	require.ErrorContains(t, err, "manage products")
	require.Equal(t, monday, root(t, w, token, "nightly"))
}

func TestFollowingIsForGood(t *testing.T) {
	w, _ := nightly(t)
	w.publish(t, "1.4.2")
	_, err := w.acme.Publish(t.Context(), "app", "nightly", "")
	require.ErrorIs(t, err, tenant.ErrConflict)
	_, err = w.acme.Follow(t.Context(), "app", "1.4.2", "")
	require.ErrorIs(t, err, tenant.ErrConflict)

	// The same again is fine, wherever the tag is by now.
	w.registry.push("acme/app", "nightly", "tuesday")
	_, err = w.acme.Follow(t.Context(), "app", "nightly", "")
	require.NoError(t, err)
}

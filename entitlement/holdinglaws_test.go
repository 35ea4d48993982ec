package entitlement_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestDecisionLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, at, asked := drawHolding(t), drawAt(t), drawAsked(t)
		d := h.Decide(at, asked...)

		yes := false
		for _, g := range h.Grants {
			holds := !at.Before(g.Starts) && (g.Expires.IsZero() || at.Before(g.Expires))
			yes = yes || !h.Off && holds && slices.ContainsFunc(asked, g.Versions.Contains)
		}
		require.Equal(t, yes, d.Allowed, "it is yes if one grant that holds has one of the versions, and only then")
		require.Equal(t, yes, d.Reason == entitlement.Granted)
		require.Equal(t, yes, d.Err() == nil)

		nothing := entitlement.Holding{Off: h.Off}
		require.False(t, nothing.Decide(at, asked...).Allowed, "nothing held is nothing allowed")
		require.False(t, h.Decide(at).Allowed, "no version is never allowed")
		off := h
		off.Off = true
		require.Equal(t, entitlement.Decision{Reason: entitlement.FeatureOff}, off.Decide(at, asked...))

		more := h
		more.Grants = slices.Insert(slices.Clone(h.Grants), rapid.IntRange(0, len(h.Grants)).Draw(t, "where"), drawGrant(t))
		require.True(t, !d.Allowed || more.Decide(at, asked...).Allowed, "a grant more takes nothing away")

		i := slices.IndexFunc(h.Grants, func(g entitlement.Grant) bool { return g.ID == d.Grant })
		switch d.Reason {
		case entitlement.Granted:
			require.Contains(t, asked, d.Version)
			require.True(t, h.Grants[i].Versions.Contains(d.Version))
			require.Equal(t, h.Grants[i].Expires, d.Until)
			if !d.Until.IsZero() {
				require.True(t, at.Before(d.Until))
				require.True(t, h.Decide(d.Until.Add(-1), d.Version).Allowed, "until then it is yes")
			}
		case entitlement.Expired:
			require.Equal(t, h.Grants[i].Expires, d.Until)
			require.False(t, at.Before(d.Until))
		case entitlement.NotYet:
			require.Equal(t, h.Grants[i].Starts, d.Until)
			require.True(t, at.Before(d.Until))
		default:
			require.Equal(t, entitlement.Decision{Reason: d.Reason}, d)
		}
	})
}

func TestPreparedHoldingDecidesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := build(t, new(entitlement.Contents), drawSteps(t))
		h, at := drawHolding(t), drawAt(t)
		prepared := h.Over(c)
		require.Same(t, c, prepared.Contents())
		require.Nil(t, h.Contents())

		asked := drawAsked(t)
		require.Equal(t, h.Decide(at, asked...), prepared.Decide(at, asked...))
		elsewhere := build(t, nil, drawSteps(t))
		for _, s := range digestPool(t) {
			e, _ := c.Find(s.Digest)
			require.Equal(t, h.Decide(at, e.Versions()...), prepared.DecideEntry(at, e))
			require.Equal(t, h.Decide(at, e.Versions()...), h.DecideEntry(at, e))
			require.Equal(t, prepared.Decide(at, e.Versions()...), h.Over(elsewhere).DecideEntry(at, e), "an entry of other contents is asked by its versions")
		}
		again := drawHolding(t)
		again = again.Over(elsewhere).Over(c)
		for _, s := range digestPool(t) {
			e, _ := c.Find(s.Digest)
			require.Equal(t, entitlement.Holding{Grants: again.Grants, Off: again.Off}.Decide(at, e.Versions()...), again.DecideEntry(at, e))
		}
	})
}

package server

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/license"
)

// TestChargesWhatHasBegun lets months go by between two looks.
func TestChargesWhatHasBegun(t *testing.T) {
	t.Parallel()
	ctx, store := t.Context(), memory.New()
	at := func(months int) *distr.Vendor {
		now := time.Date(2026, time.Month(1+months), 15, 0, 0, 0, 0, time.UTC)
		return distr.New(store, distr.Config{Now: func() time.Time { return now }}).Vendor("acme").As(distr.Operator())
	}
	price, err := license.ParseUnitPrice("9.90 EUR")
	require.NoError(t, err)
	acme := at(0)
	require.NoError(t, acme.AddPlan(ctx, distr.PricedPlan{
		Plan: license.Plan{Name: "flat", Model: license.Unlimited, Every: license.Monthly}, Price: license.Price{Unit: price, Cost: price},
	}))
	_, err = acme.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex", Plan: "flat"})
	require.NoError(t, err)
	var said bytes.Buffer
	c := Config{Log: slog.New(slog.NewTextHandler(&said, nil))}
	charge(ctx, c, acme)
	require.Empty(t, said.String(), "the first was charged when it was sold")
	charge(ctx, c, at(3))
	require.Contains(t, said.String(), "periods=3")
	r, err := acme.Margins(ctx, distr.MarginQuery{})
	require.NoError(t, err)
	require.Len(t, r.Licenses[0].Charges, 4)

	charge(ctx, c, distr.New(full{store}, distr.Config{}).Vendor("acme").As(distr.Operator()))
	require.Contains(t, said.String(), "cannot be charged")
	require.Contains(t, said.String(), errFull.Error())
}

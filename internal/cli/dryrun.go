package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// dryHelp is what the help of the grant commands says about a dry run.
const dryHelp = `With --dry-run nothing is written. It shows what the customer would gain: tags,
aliases that would mean another version, ends that would move, and which of the
tags and digests that were refused in the last 30 days could then be pulled.`

func defineDry(cmd *cobra.Command, dry *bool) {
	cmd.Flags().BoolVar(dry, "dry-run", false, "write nothing; show what the customer would gain")
}

type gainRecord struct {
	Customer     tenant.CustomerID      `json:"customer"`
	At           *time.Time             `json:"at"`
	Before       *grantRecord           `json:"before"` // null: it would be a new one
	After        grantRecord            `json:"after"`  // a new one has no ID yet
	Feature      tenant.Feature         `json:"feature"`
	Repositories []repositoryGainRecord `json:"repositories"`
	Tried        []triedRecord          `json:"tried"`
}

type repositoryGainRecord struct {
	Repository entitlement.RepositoryPath `json:"repository"`
	Before     standingRecord             `json:"before"`
	After      standingRecord             `json:"after"`
	Gained     []heldTagRecord            `json:"gained"`
	Lost       []heldTagRecord            `json:"lost"`
	Ends       []movedEndRecord           `json:"ends"`
	Aliases    []movedAliasRecord         `json:"aliases"`
	Referrers  int                        `json:"referrers"` // how many more
}

type movedEndRecord struct {
	Tag     string     `json:"tag"`
	Version string     `json:"version"`
	From    *time.Time `json:"from"`
	To      *time.Time `json:"to"`
}

type movedAliasRecord struct {
	Alias string `json:"alias"`
	From  string `json:"from"` // versions; empty: nothing
	To    string `json:"to"`
}

type triedRecord struct {
	Repository entitlement.RepositoryPath `json:"repository"`
	Reference  string                     `json:"reference"`
	Version    string                     `json:"version"`
	Times      int                        `json:"times"`
	Last       *time.Time                 `json:"last"`
}

func newGainRecord(customer tenant.CustomerID, g distr.Gain) gainRecord {
	r := gainRecord{
		Customer: customer, At: moment(g.At), After: newGrantRecord(customer, g.Grant), Feature: g.Feature,
		Repositories: collect(g.Repositories, newRepositoryGainRecord),
		Tried: collect(g.Tried, func(t distr.Tried) triedRecord {
			return triedRecord{t.Repository, t.Reference, t.Version, t.Times, moment(t.Last)}
		}),
	}
	if g.Before != nil {
		before := newGrantRecord(customer, *g.Before)
		r.Before = &before
	}
	return r
}

func newRepositoryGainRecord(r distr.RepositoryGain) repositoryGainRecord {
	return repositoryGainRecord{
		Repository: r.Repository, Before: newStandingRecord(r.Before), After: newStandingRecord(r.After),
		Gained: collect(r.Gained, newHeldTagRecord), Lost: collect(r.Lost, newHeldTagRecord),
		Ends: collect(r.Ends, func(e distr.MovedEnd) movedEndRecord {
			return movedEndRecord{e.Tag, e.Version, moment(e.From), moment(e.To)}
		}),
		Aliases: collect(r.Aliases, func(a distr.MovedAlias) movedAliasRecord {
			return movedAliasRecord{a.Tag, a.From, a.To}
		}),
		Referrers: r.Referrers,
	}
}

// try answers with what a customer would gain.
func (c *call) try(ctx context.Context, id string, gain func(*distr.Account) (distr.Gain, error)) error {
	return c.as(ctx, func(v *distr.Vendor) error {
		a, customer, err := account(ctx, v, id)
		if err != nil {
			return err
		}
		g, err := gain(a)
		if err != nil {
			return about(aVersion, err)
		}
		return c.answer(newGainRecord(customer.ID, g), gainText{customer.ID, g}.write)
	})
}

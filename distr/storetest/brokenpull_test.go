package storetest

import (
	"fmt"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// brokenPulls keep a pull log that loses, doubles or bends.
func brokenPulls() []broken {
	put := func(how func(tx distr.VendorTx, p []distr.PullRecord) error) func() distr.Store {
		return bendTx(func(tx distr.VendorTx) distr.VendorTx { return pullsTx{tx, how} })
	}
	ask := func(bend func(*distr.PullQuery)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView {
			return pullsView{v, func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
				bend(&q)
				return v.Pulls(q)
			}}
		})
	}
	there := func(tx distr.VendorTx, p distr.PullRecord) bool {
		kept, _ := tx.Pulls(distr.PullQuery{})
		for _, k := range kept {
			if k.ID == p.ID && k.Time.Equal(p.Time) {
				return true
			}
		}
		return false
	}
	return []broken{
		{"writes down an entry as often as it is put", "Pulls", "after the same again was put", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			for i := range p {
				kept, err := tx.Pulls(distr.PullQuery{})
				if err != nil {
					return err
				}
				if there(tx, p[i]) {
					p[i].ID += distr.PullID(fmt.Sprint("-", len(kept)))
				}
			}
			return tx.PutPulls(p)
		})},
		{"leaves an entry as it was first put", "Pulls", "after the same as it has grown was put", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			for i := range p {
				if there(tx, p[i]) {
					continue
				}
				if err := tx.PutPulls(p[i : i+1]); err != nil {
					return err
				}
			}
			return nil
		})},
		{"adds up what was sent", "Pulls", "after the same again was put", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			for i := range p {
				kept, err := tx.Pulls(distr.PullQuery{})
				if err != nil {
					return err
				}
				for _, k := range kept {
					if k.ID == p[i].ID {
						p[i].Bytes += k.Bytes
					}
				}
			}
			return tx.PutPulls(p)
		})},
		{"does not say that an entry was cut short later", "Pulls", "after the same as it has grown was put", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			for i := range p {
				p[i].Cut = p[i].Cut && !there(tx, p[i])
			}
			return tx.PutPulls(p)
		})},
		{"replaces an entry", "Pulls", "one of the same ID that says otherwise", func() distr.Store {
			latest := map[string]distr.PullRecord{}
			return bent{Store: memory.New(), tx: func(tx distr.VendorTx) distr.VendorTx {
				return pullsTx{tx, func(tx distr.VendorTx, p []distr.PullRecord) error {
					for _, r := range p {
						latest[string(r.ID)] = r
					}
					return tx.PutPulls(p)
				}}
			}, view: func(v distr.VendorView) distr.VendorView {
				return pullsView{v, func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
					list, err := v.Pulls(q)
					for i := range list {
						list[i] = latest[string(list[i].ID)]
					}
					return list, err
				}}
			}}
		}},
		{"keeps a hundred pulls of a list", "Pulls", "page by page", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			return tx.PutPulls(p[:min(100, len(p))])
		})},
		{"finds repositories by how they begin", "Pulls", "asked for by a repository", bendView(func(v distr.VendorView) distr.VendorView {
			return pullsView{v, func(v distr.VendorView, q distr.PullQuery) ([]distr.PullRecord, error) {
				begins := string(q.Repository)
				q.Repository = ""
				return without(v, q, func(p distr.PullRecord) bool { return !strings.HasPrefix(string(p.Repository), begins) })
			}}
		})},
		{"does not look at versions", "Pulls", "asked for by a version", ask(func(q *distr.PullQuery) { q.Version = "" })},
		{"does not look at outcomes", "Pulls", "asked for by what was allowed", ask(func(q *distr.PullQuery) { q.Outcome = "" })},
		{"takes an outcome that there is not for none", "Pulls", "an outcome that there is not", ask(func(q *distr.PullQuery) {
			if q.Outcome != distr.Allowed && q.Outcome != distr.Refused {
				q.Outcome = ""
			}
		})},
		{"does not look at reasons", "Pulls", "asked for by a reason", ask(func(q *distr.PullQuery) { q.Reason = "" })},
		{"does not keep where a pull came from", "RoundTrip", "VendorView.Pulls(all)", put(func(tx distr.VendorTx, p []distr.PullRecord) error {
			for i := range p {
				p[i].Pull = entitlement.Pull{Time: p[i].Time, Repository: p[i].Repository, Reference: p[i].Reference, Digest: p[i].Digest,
					Version: p[i].Version, Allowed: p[i].Allowed, Reason: p[i].Reason, Bytes: p[i].Bytes, Cut: p[i].Cut, Client: p[i].Client}
			}
			return tx.PutPulls(p)
		})},
	}
}

type pullsTx struct {
	distr.VendorTx
	put func(tx distr.VendorTx, p []distr.PullRecord) error
}

func (tx pullsTx) PutPulls(p []distr.PullRecord) error {
	return tx.put(tx.VendorTx, append([]distr.PullRecord{}, p...))
}

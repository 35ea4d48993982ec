package storetest

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenRecords lose or change something of a record on its way.
func brokenRecords() []broken {
	closures := func(bend func(entitlement.Item) (entitlement.Item, bool)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView { return closureView{v, bend} })
	}
	grants := func(bend func(*entitlement.Grant)) func() distr.Store {
		return bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return grantTx{tx, bend} })
	}
	return []broken{
		{"forgets the name of a grant", "RoundTrip", "CustomerView.Grant", grants(func(g *entitlement.Grant) { g.Name = "" })},
		{"takes no versions for all of them", "RoundTrip", "the versions of a grant", grants(func(g *entitlement.Grant) {
			if g.Versions.IsZero() {
				g.Versions = entitlement.All()
			}
		})},
		{"takes no versions for all of them, when nothing else is set", "ZeroValues", "a grant as empty as can be", grants(func(g *entitlement.Grant) {
			if g.Versions.IsZero() {
				g.Versions = entitlement.All()
			}
		})},
		{"composes letters and accents", "RoundTrip", "a customer's name", bendTx(func(tx distr.VendorTx) distr.VendorTx { return composingTx{tx} })},
		{"keeps JSON by what it means", "RoundTrip", "the data of an event, byte for byte", bendTx(func(tx distr.VendorTx) distr.VendorTx { return compactingTx{tx} })},
		{"knows sha256 only", "RoundTrip", "VendorView.Closure", closures(func(i entitlement.Item) (entitlement.Item, bool) {
			return i, i.Digest.Algorithm() == "sha256"
		})},
		{"ends a manifest at a zero byte", "RoundTrip", "VendorView.Closure", closures(func(i entitlement.Item) (entitlement.Item, bool) {
			i.Manifest, _, _ = bytes.Cut(i.Manifest, []byte{0})
			return i, true
		})},
		{"makes an empty manifest of none", "RoundTrip", "VendorView.Closure", closures(func(i entitlement.Item) (entitlement.Item, bool) {
			if i.Manifest == nil {
				i.Manifest = []byte{}
			}
			return i, true
		})},
		{"keeps a thousand items", "RoundTrip", "the items of a large release", bendView(func(v distr.VendorView) distr.VendorView { return shortView{v} })},
		{"keeps an old profile where the new one is empty", "ZeroValues", "a profile that was set over another", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return mergingTx{tx} })},
		{"begins to count at one", "ZeroValues", "VendorView.Version of a room in which nothing was written", bendView(func(v distr.VendorView) distr.VendorView { return countingView{v} })},
	}
}

type grantTx struct {
	distr.CustomerTx
	bend func(*entitlement.Grant)
}

func (tx grantTx) PutGrant(g entitlement.Grant) error {
	tx.bend(&g)
	return tx.CustomerTx.PutGrant(g)
}

type closureView struct {
	distr.VendorView
	bend func(entitlement.Item) (entitlement.Item, bool)
}

func (v closureView) Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	list, err := v.VendorView.Closures(p, version, r)
	for c := range list {
		var items []entitlement.Item
		for _, i := range list[c].Items {
			if i, keep := v.bend(i); keep {
				items = append(items, i)
			}
		}
		list[c].Items = items
	}
	return list, err
}

type shortView struct{ distr.VendorView }

func (v shortView) Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	list, err := v.VendorView.Closures(p, version, r)
	for c := range list {
		list[c].Items = list[c].Items[:min(len(list[c].Items), 1000)]
	}
	return list, err
}

type composingTx struct{ distr.VendorTx }

func (tx composingTx) AddCustomer(c tenant.Customer) error {
	c.Name = strings.ReplaceAll(c.Name, "e\u0301", "\u00e9")
	return tx.VendorTx.AddCustomer(c)
}

type compactingTx struct{ distr.VendorTx }

func (tx compactingTx) Append(e distr.Event) error {
	var b bytes.Buffer
	if e.Kind == "test.data" && json.Compact(&b, e.Data) == nil {
		e.Data = b.Bytes()
	}
	return tx.VendorTx.Append(e)
}

type mergingTx struct{ distr.CustomerTx }

func (tx mergingTx) SetProfile(p tenant.Profile) error {
	old, err := tx.Customer()
	if err != nil {
		return err
	}
	if p.Name == "" {
		p.Name = old.Name
	}
	return tx.CustomerTx.SetProfile(p)
}

type countingView struct{ distr.VendorView }

func (v countingView) Version() (distr.Version, error) {
	n, err := v.VendorView.Version()
	return n + 1, err
}

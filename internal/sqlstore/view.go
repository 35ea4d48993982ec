package sqlstore

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A view is a vendor's room, to be read.
type view struct {
	q      Querier
	vendor tenant.VendorID
}

var _ distr.VendorView = (*view)(nil)

// NewView opens a vendor's room, to be read. What it returns has no method that
// writes, whatever interface it is asserted to.
func NewView(q Querier, v tenant.VendorID) distr.VendorView {
	return &view{q, v}
}

func (v *view) Version() (distr.Version, error) { return Version(v.q, v.vendor) }

// A tx is a vendor's room, open for changes.
type tx struct {
	view
	raised distr.Version // what this transaction has raised the version to; 0: it has not
	last   *distr.Link   // see LastEvent; nil: not known
}

var _ distr.VendorTx = (*tx)(nil)

// NewTx opens a vendor's room for changes. last is the vendor's last event, if it is
// known from what was written just before; nil: it is read when somebody asks.
func NewTx(q Querier, v tenant.VendorID, last *distr.Link) distr.VendorTx {
	return &tx{view: view{q, v}, last: last}
}

// Last is the vendor's last event as that transaction has left it, for the next one;
// nil: it is not known. Nobody may use the transaction meanwhile.
func Last(t distr.VendorTx) *distr.Link {
	if t, ours := t.(*tx); ours {
		return t.last
	}
	return nil
}

// raise makes the version that this transaction's changes belong to. Every
// method that changes something calls it, after it has refused what it refuses.
func (t *tx) raise() (distr.Version, error) {
	if t.raised > 0 {
		return t.raised, nil
	}
	version, _, err := one(t.q, value[distr.Version], `
		INSERT INTO vendors (vendor, version, changed) VALUES ($1, 1, 0)
		ON CONFLICT (vendor) DO UPDATE SET version = vendors.version + 1
		RETURNING version`, t.vendor)
	if err == nil {
		t.raised = version
	}
	return version, err
}

// raiseLists is raise for what [distr.Changes] reports as the vendor's.
func (t *tx) raiseLists() error {
	version, err := t.raise()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`UPDATE vendors SET changed = $2 WHERE vendor = $1`, t.vendor, version)
	return err
}

// raiseProduct is raise for what concerns the product's releases.
func (t *tx) raiseProduct(p entitlement.ProductID) error {
	version, err := t.raise()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`UPDATE products SET changed = $3 WHERE vendor = $1 AND product = $2`, t.vendor, p, version)
	return err
}

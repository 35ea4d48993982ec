package distr

import "github.com/seed361c4c3e/distr-go/license"

// A PriceView is a vendor's room with plans, prices and lots, to be read. What is in
// it is for super-admins alone, but for plans without their prices.
type PriceView interface {
	// Plans lists plans by name, in byte order.
	Plans() ([]PricedPlan, error)
	// PriceLists lists what units cost the vendor, by model and then currency, in
	// byte order.
	PriceLists() ([]PriceList, error)
	// Lots lists what was bought ahead by ID, ascending in byte order, also what
	// is used up.
	Lots() ([]license.Lot, error)
	// Sales lists what licenses are sold for, by customer and then license, in
	// byte order. Which of them a query lists is said by SaleQuery.Selects.
	Sales(SaleQuery) ([]Sale, error)
	// Charges lists what was charged, by customer, then license, in byte order,
	// then period and part. Which of them a query lists is said by
	// ChargeQuery.Selects.
	Charges(ChargeQuery) ([]Charge, error)
}

// A PriceTx is the same, open for changes. None of them raises the version.
type PriceTx interface {
	// PutPlan adds a plan or replaces it.
	PutPlan(PricedPlan) error
	// RemovePlan is a tenant.ErrNotFound if there is none of that name.
	RemovePlan(name string) error
	// PutPriceList adds a price list or replaces that of its model and currency.
	PutPriceList(PriceList) error
	// AddLot is a tenant.ErrConflict if there is one of that ID.
	AddLot(license.Lot) error
	// DrawLot takes so much from what is left of a lot. It is a
	// tenant.ErrNotFound if there is none of that ID, and a tenant.ErrConflict
	// if less is left, or if the quantity is not above 0.
	DrawLot(id license.LotID, quantity int64) error
	// PutSale adds a sale or replaces it. It is a tenant.ErrNotFound if there is
	// no such customer. Whether the customer has such a license is not asked.
	PutSale(Sale) error
	// AddCharge is a tenant.ErrNotFound if there is no such sale, and a
	// tenant.ErrConflict if that part of the period was charged already.
	AddCharge(Charge) error
}

package distr

// A PriceView is a vendor's room with plans, prices and lots, to be read.
type PriceView interface{}

// A PriceTx is the same, open for changes.
type PriceTx interface{}

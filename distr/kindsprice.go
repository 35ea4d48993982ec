package distr

// The kinds of event about what is sold at what price. No data says an amount: a price
// is seen by super-admins alone, and events by more.
const (
	PlanAdded        Kind = "plan.added"         // {plan, model, quantity, every}
	PlanRemoved      Kind = "plan.removed"       // {plan, model, quantity, every}
	PlanPriceChanged Kind = "plan.price.changed" // {plan}
	PriceListChanged Kind = "price.list.changed" // {model, currency}
	LotBought        Kind = "lot.bought"         // {lot, model}
	LicenseSold      Kind = "license.sold"       // {license, plan, model, limit, alerts, overage, every, zone, starts, ends, revision}
	LicenseRepriced  Kind = "license.repriced"   // {license}: from the next period on
	LicenseCharged   Kind = "license.charged"    // {license, period, part, starts, ends}: of the period; part is 0 as it begins
)

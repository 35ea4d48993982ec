package distr

// The kinds of event about licenses that were sold. No data holds a price. That
// something was used is no event: the use itself is what is kept of it.
const (
	LicenseChanged Kind = "license.changed" // {before, after}: as when it was sold
	LicenseEnded   Kind = "license.ended"   // as when it was sold, with the end that it has now
	LicenseAlert   Kind = "license.alert"   // {license, plan, model, percent, used, limit, level, revision, period, starts, ends}: the period's number, start and end
)

package sqlstore

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// listAlong reads one page and one row more along the indexes. An index has those of
// one status and one level in a row. So a query that asks for several reads a page of
// each; which come first is found out in memory, and never by sorting more than that.
func (v *view) listAlong(q distr.CustomerList, start *seat) ([]seat, error) {
	var seats []seat
	for _, gone := range goneBy(q.Status) {
		levels, err := v.levels(q, gone)
		if err != nil {
			return nil, err
		}
		for _, level := range levels {
			found, err := v.run(newRun(v.vendor, q, gone, level), start)
			if err != nil {
				return nil, err
			}
			seats = append(seats, found...)
		}
	}
	return seats, nil
}

func goneBy(s distr.CustomerStatus) []int {
	switch s {
	case distr.Active:
		return []int{0}
	case distr.Archived:
		return []int{1}
	default:
		return []int{0, 1}
	}
}

// levels are those that customers of the query have. There are few of them, so to
// look for each behind the one before costs less than a list of all customers.
func (v *view) levels(q distr.CustomerList, gone int) (levels []tenant.Access, err error) {
	if q.Access != "" {
		return []tenant.Access{q.Access}, nil
	}
	plan, args := "", []any{v.vendor, gone, ""}
	if q.Plan != "" {
		plan, args = " AND plan = $4 AND plan <> ''", append(args, q.Plan)
	}
	for compare := ">="; ; compare = ">" {
		level, found, err := one(v.q, value[tenant.Access], `
			SELECT access FROM customers
			WHERE vendor = $1 AND gone = $2 AND access `+compare+` $3`+plan+` ORDER BY access LIMIT 1`, args...)
		if err != nil || !found {
			return levels, err
		}
		levels, args[2] = append(levels, level), level
	}
}

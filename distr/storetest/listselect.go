package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func listsSelected(t T, s distr.Store) {
	t.Helper()
	span := func(from, until int) distr.TimeRange { return distr.TimeRange{From: at(from), Until: at(until)} }
	never := distr.TimeRange{Never: true}
	all := distr.AnyState
	for _, l := range []listing{
		{"those who are active", distr.CustomerList{}, []string{"c", "z", "m", "a", "A"}},
		{"those who are archived", distr.CustomerList{Status: distr.Archived}, []string{"b"}},
		{"of a plan", distr.CustomerList{Plan: "Pro"}, []string{"m", "a", "A"}},
		{"of a plan that nobody has", distr.CustomerList{Plan: "Pr"}, []string{}},
		{"of a plan, by creation", distr.CustomerList{Plan: "Pro", Sort: distr.SortCreated}, []string{"a", "A", "m"}},
		{"at a level", distr.CustomerList{Access: tenant.AccessFull, Status: all}, []string{"z", "m", "a", "b"}},
		{"at a level, of a plan, active", distr.CustomerList{Access: tenant.AccessFull, Plan: "Pro"}, []string{"m", "a"}},
		{"assigned", distr.CustomerList{Assigned: memberID, Status: all}, []string{"z", "m", "b"}},
		{"assigned, by the end", distr.CustomerList{Assigned: memberID, Status: all, Sort: distr.SortExpires, Descending: true}, []string{"b", "m", "z"}},
		{"assigned, and searched for", distr.CustomerList{Assigned: memberID, Search: "ALPH"}, []string{"z"}},
		{"assigned to nobody", distr.CustomerList{Assigned: "nobody"}, []string{}},
		{"ending between", distr.CustomerList{Expires: span(10, 20)}, []string{"z"}},
		{"ending from then on", distr.CustomerList{Status: all, Expires: distr.TimeRange{From: at(20)}}, []string{"m", "b", "A"}},
		{"ended", distr.CustomerList{Status: all, Expires: distr.TimeRange{Until: at(20).Add(time.Microsecond)}, Descending: true}, []string{"b", "m", "z"}},
		{"never ending", distr.CustomerList{Expires: never}, []string{"c", "a"}},
		{"pulled before", distr.CustomerList{Status: all, Pulled: distr.TimeRange{Until: at(12)}}, []string{"m", "A"}},
		{"pulled from then on", distr.CustomerList{Pulled: distr.TimeRange{From: at(12).In(time.FixedZone("east", 9*3600))}}, []string{"z", "a"}},
		{"never pulled, of a plan", distr.CustomerList{Pulled: never, Plan: "Team"}, []string{"c"}},
		{"never pulled, descending", distr.CustomerList{Status: all, Pulled: never, Descending: true}, []string{"b", "c"}},
		{"scanned between", distr.CustomerList{Status: all, Scanned: span(3, 41)}, []string{"a", "c", "b"}},
		{"never scanned", distr.CustomerList{Scanned: never}, []string{"m", "A"}},
		{"everything at once", distr.CustomerList{Access: tenant.AccessFull, Plan: "Pro", Assigned: memberID, Pulled: span(1, 59)}, []string{"m"}},
	} {
		l.require(t, s)
	}
}

func listsSearched(t T, s distr.Store) {
	t.Helper()
	for _, l := range []listing{
		{"a beginning", distr.CustomerList{Search: "a"}, []string{"c", "z"}},
		{"a beginning of two, of any case", distr.CustomerList{Search: "ÉL", Status: distr.AnyState}, []string{"b", "A"}},
		{"a beginning, descending", distr.CustomerList{Search: "AL", Descending: true}, []string{"z", "c"}},
		{"what is no beginning", distr.CustomerList{Search: "lp"}, []string{}},
		{"within the name, of any case", distr.CustomerList{Search: "LPH"}, []string{"z", "c"}},
		{"beyond A to Z", distr.CustomerList{Search: "ÉLAN", Status: distr.AnyState}, []string{"b", "A"}},
		{"those who are archived", distr.CustomerList{Search: "élan", Status: distr.Archived}, []string{"b"}},
		{"of a plan", distr.CustomerList{Search: "lan", Plan: "Pro"}, []string{"A"}},
		{"within the address", distr.CustomerList{Search: "t@ZUL"}, []string{"a"}},
		{"across name and address", distr.CustomerList{Search: "me* it@"}, []string{}},
		{"spaces around it", distr.CustomerList{Search: "  alpha "}, []string{"z", "c"}},
		{"trigrams that do not stand together", distr.CustomerList{Search: "alphalpha"}, []string{}},
		{"nobody", distr.CustomerList{Search: "nobody at all"}, []string{}},
		{"what was there before", distr.CustomerList{Search: "before"}, []string{}},
		{"a percent sign", distr.CustomerList{Search: "00%", Status: distr.AnyState}, []string{"b"}},
		{"a percent sign for nothing", distr.CustomerList{Search: "a%a"}, []string{}},
		{"an underscore", distr.CustomerList{Search: "%_s", Status: distr.AnyState}, []string{"b"}},
		{"an underscore for a letter", distr.CustomerList{Search: "al_ha"}, []string{}},
		{"quotes", distr.CustomerList{Search: `"hi"`}, []string{"a"}},
		{"one quote", distr.CustomerList{Search: `y "h`}, []string{"a"}},
		{"words of a query", distr.CustomerList{Search: `" NEAR`}, []string{"a"}},
		{"words of a query alone", distr.CustomerList{Search: "alpha OR beta"}, []string{}},
		{"a star", distr.CustomerList{Search: "me*"}, []string{"a"}},
		{"a star for anything", distr.CustomerList{Search: "alp*"}, []string{}},
		{"a column", distr.CustomerList{Search: "text:alpha"}, []string{}},
		{"a beginning that is a wildcard", distr.CustomerList{Search: "%"}, []string{}},
	} {
		l.name = "searched: " + l.name
		l.require(t, s)
	}
}

// listsWhileChanging reads pages of a list while customers are added, renamed and
// archived. Those that stay as they are come once each.
func listsWhileChanging(t T, s distr.Store) {
	t.Helper()
	for i := range 40 {
		update(t, s, acme, func(tx distr.VendorTx) error {
			id := tenant.CustomerID(fmt.Sprintf("wander-%02d", i*7%40))
			return tx.AddCustomer(tenant.Customer{ID: id, Created: at(i % 5), Profile: tenant.Profile{Name: fmt.Sprint("Wander ", i%4), Access: tenant.AccessFull}})
		})
	}
	for name, q := range map[string]distr.CustomerList{
		"by name":    {Sort: distr.SortName, Search: "wa"},
		"by name, Z": {Sort: distr.SortName, Search: "wa", Descending: true},
		"created":    {Sort: distr.SortCreated, Access: tenant.AccessFull},
		"found":      {Search: "wander"},
	} {
		q.Limit = 3
		var from distr.ListPlace
		seen := map[tenant.CustomerID]int{}
		for n := 0; ; n++ {
			p := look(t, s, acme, func(v distr.VendorView) (page, error) { return listPage(v, q, from) })
			for _, r := range p.Rows {
				seen[r.ID]++
			}
			if from = p.Next; from == (distr.ListPlace{}) {
				break
			}
			last := from.ID
			update(t, s, acme, func(tx distr.VendorTx) error { return unsettle(tx, fmt.Sprint(name, n), last) })
		}
		for i := range 40 {
			id := tenant.CustomerID(fmt.Sprintf("wander-%02d", i))
			if times := seen[id]; !slices.Contains([]tenant.CustomerID{"wander-00", "wander-01"}, id) {
				require.Equal(t, 1, times, "%s: how often %s came, who stayed as it was", name, id)
			}
		}
	}
}

// unsettle adds somebody on either side of the place, and moves two others about. Who
// is at the place changes in what does not matter to it.
func unsettle(tx distr.VendorTx, mark string, last tenant.CustomerID) error {
	for i, name := range []string{"Wander", "Wander 9"} {
		id := tenant.CustomerID(fmt.Sprintf("new-%x-%d", mark, i))
		if err := tx.AddCustomer(tenant.Customer{ID: id, Created: at(i * 59), Profile: tenant.Profile{Name: name, Access: tenant.AccessFull}}); err != nil {
			return err
		}
	}
	for i, id := range []tenant.CustomerID{"wander-00", "wander-01"} {
		err := edit(tx, id, func(c distr.CustomerTx) error {
			return c.SetProfile(tenant.Profile{Name: fmt.Sprint("Wander ", len(mark)%(i+3)), Access: tenant.AccessFull, Email: tenant.Email(mark + "@example.com")})
		})
		if err != nil {
			return err
		}
	}
	return tx.PutActivity([]distr.Activity{{Customer: last, Pulled: at(59)}})
}

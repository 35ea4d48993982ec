package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

func salesInOrder(t T, s distr.Store) {
	t.Helper()
	for i, sale := range []distr.Sale{
		{Customer: "b", Contract: "lic_2", Next: at(3)}, {Customer: "B", Contract: "lic_1", Next: at(2)}, {Customer: "b", Contract: "LIC_1", Next: at(1)},
		{Customer: "b", Contract: "lic_2", Next: at(4)},
	} {
		sale.Period = i
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutSale(sale) })
	}
	for _, q := range []struct {
		name  string
		query distr.SaleQuery
		want  []int
	}{
		{"all", distr.SaleQuery{}, []int{1, 2, 3}},
		{"to b", distr.SaleQuery{Customer: "b"}, []int{2, 3}},
		{"to nobody", distr.SaleQuery{Customer: "c"}, nil},
		{"due", distr.SaleQuery{Due: at(2)}, []int{1, 2}},
		{"due to b", distr.SaleQuery{Customer: "b", Due: at(3)}, []int{2}},
		{"not due yet", distr.SaleQuery{Due: at(0)}, nil},
	} {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.Sale, error) { return v.Sales(q.query) })
		require.Equal(t, q.want, ids(list, func(s distr.Sale) int { return s.Period }), "sales: %s", q.name)
	}
}

func chargesInOrder(t T, s distr.Store) {
	t.Helper()
	for i, c := range []distr.Charge{
		{Customer: "b", Contract: "lic_2", Period: 10}, {Customer: "b", Contract: "lic_2", Period: 9}, {Customer: "B", Contract: "lic_1"}, {Customer: "b", Contract: "LIC_1", Period: 9},
		{Customer: "b", Contract: "lic_2", Period: 9, Part: 10}, {Customer: "b", Contract: "lic_2", Period: 9, Part: 2},
	} {
		c.Quantity, c.Start = int64(i), at(c.Period)
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.AddCharge(c) })
	}
	for _, q := range []struct {
		name  string
		query distr.ChargeQuery
		want  []int64
	}{
		{"all", distr.ChargeQuery{}, []int64{2, 3, 1, 5, 4, 0}},
		{"of b", distr.ChargeQuery{Customer: "b"}, []int64{3, 1, 5, 4, 0}},
		{"of a license", distr.ChargeQuery{Customer: "b", Contract: "lic_2"}, []int64{1, 5, 4, 0}},
		{"of licenses of that name", distr.ChargeQuery{Contract: "lic_1"}, []int64{2}},
		{"from one on", distr.ChargeQuery{From: at(9)}, []int64{3, 1, 5, 4, 0}},
		{"until one", distr.ChargeQuery{Until: at(10)}, []int64{2, 3, 1, 5, 4}},
		{"between", distr.ChargeQuery{From: at(9), Until: at(10)}, []int64{3, 1, 5, 4}},
	} {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.Charge, error) { return v.Charges(q.query) })
		require.Equal(t, q.want, ids(list, func(c distr.Charge) int64 { return c.Quantity }), "charges: %s", q.name)
	}
}

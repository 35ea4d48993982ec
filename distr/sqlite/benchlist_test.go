package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const listedCustomers = 1_000_000

// BenchmarkCustomerList reads one page of every list that is on offer, and of some
// searches, out of a million customers: the first page and one from the middle. The
// metric is the median.
//
//	go test -run '^$' -bench CustomerList -benchtime 20x ./distr/sqlite
func BenchmarkCustomerList(b *testing.B) {
	s := open(b)
	seedList(b, s)
	began := time.UnixMicro(listBegan)
	middle := distr.TimeRange{From: began.Add(200 * 24 * time.Hour), Until: began.Add(500 * 24 * time.Hour)}
	for _, w := range everyWanted(b, middle) {
		b.Run(strings.ReplaceAll(w.name, " ", "_"), func(b *testing.B) { benchPages(b, s, w.query) })
	}
	for _, q := range []distr.CustomerList{
		{Search: "example"}, // everybody
		{Search: "corporation"},
		{Search: "globex"},
		{Search: "berber"},
		{Search: "berberberberber"}, // nobody, and many have its trigrams
		{Search: "glofinnortek"},
		{Search: "zzzqqqxxx"},
		{Search: "example", Status: distr.Archived},
		{Search: "example", Status: distr.Archived, Access: tenant.AccessReadOnly, Plan: "Team"},
		{Search: "corporation", Plan: "none such"},
		{Search: "globex corporation", Limit: 1000},
		{Search: "example", Limit: 1000},
		{Limit: 1000, Status: distr.AnyState},
	} {
		complete, err := q.Complete()
		require.NoError(b, err)
		b.Run(strings.ReplaceAll(fmt.Sprint("search ", q.Search, q.Status, q.Access, q.Plan, q.Limit), " ", "_"), func(b *testing.B) { benchPages(b, s, complete) })
	}
}

func benchPages(b *testing.B, s *Store, q distr.CustomerList) {
	for _, page := range []struct {
		name string
		from distr.ListPlace
	}{{"first", distr.ListPlace{}}, {"deep", middleOf(b, s, q)}} {
		b.Run(page.name, func(b *testing.B) {
			var took []time.Duration
			rows := 0
			for b.Loop() {
				began := time.Now()
				require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
					found, _, err := v.List(q, page.from)
					rows = len(found)
					return err
				}))
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/page")
			b.ReportMetric(float64(rows), "rows")
		})
	}
}

// middleOf is the place of somebody who is about in the middle, and in the list if
// one of a few thousand is.
func middleOf(b *testing.B, s *Store, q distr.CustomerList) (place distr.ListPlace) {
	b.Helper()
	everybody := q
	everybody.Search, everybody.Sort, everybody.Limit, everybody.Assigned = "exa", distr.SortAdded, 1000, ""
	from := distr.ListPlace{ID: listID(listedCustomers / 2)}
	require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
		rows, _, err := v.List(everybody, from)
		place = from
		for _, r := range rows {
			if q.Sort != distr.SortName || q.Search == "" || q.Finds(r.Customer) {
				place = r.PlaceOf(q.Sort)
			}
		}
		return err
	}))
	return place
}

// listBegan is when the first of the customers was added, in microseconds.
const listBegan = 1_700_000_000_000_000

func listID(n int) tenant.CustomerID {
	return tenant.CustomerID(fmt.Sprintf("cus_%016x", uint64(n)*0x9E3779B97F4A7C15))
}

// listName is made of syllables, so that names have trigrams in common.
func listName(n int) (name, email string) {
	syllables := strings.Fields("al ber cor da el fin glo bex hy in jor kal lum mar nor ol pra qui ram sol tek um vex wil xan yor zet bra cli dro")
	kinds := strings.Fields("Corporation GmbH Inc. Ltd Systems Software Group Holding Labs Health")
	h := uint64(n)*0xD1B54A32D192ED03 + 1
	word := ""
	for range 2 + h>>60&1 + h>>50&1 {
		h ^= h >> 29
		h *= 0xBF58476D1CE4E5B9
		word += syllables[h>>40%uint64(len(syllables))]
	}
	return strings.ToUpper(word[:1]) + word[1:] + " " + kinds[h>>20%uint64(len(kinds))], "it@" + word + ".example"
}

// seedList writes with plain SQL and without the indexes, which are made anew in the
// end: one by one a million customers take many minutes.
func seedList(b *testing.B, s *Store) {
	b.Helper()
	require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error { return tx.PutStaff(tenant.Member{ID: "ann", Email: "ann@acme.example"}) }))
	ctx := b.Context()
	run := func(query string, args ...any) {
		_, err := s.writer.ExecContext(ctx, query, args...)
		require.NoError(b, err)
	}
	run("PRAGMA cache_size = -400000")
	indexes := listIndexes(b, s)
	for name := range indexes {
		run("DROP INDEX " + name)
	}
	run("INSERT INTO search_rooms (vendor, room) VALUES ($1, 1)", acme)
	for n := 1; n <= listedCustomers; n += 10_000 {
		seedSome(ctx, b, s, n)
	}
	for _, index := range indexes {
		run(index)
	}
	run("INSERT INTO search_grams (rowid, text) SELECT (1 << 40) + n, text FROM search_texts ORDER BY n")
	run("INSERT INTO assignments (vendor, customer, member) SELECT vendor, customer, 'ann' FROM customers WHERE n % 1000 = 0")
	run("PRAGMA cache_size = -2000")
}

// listIndexes are the statements that made the indexes of customers, by their names.
func listIndexes(b *testing.B, s *Store) map[string]string {
	b.Helper()
	rows, err := s.writer.QueryContext(b.Context(), "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'customers' AND sql IS NOT NULL")
	require.NoError(b, err)
	defer func() { require.NoError(b, rows.Close()) }()
	indexes := map[string]string{}
	for rows.Next() {
		var name, made string
		require.NoError(b, rows.Scan(&name, &made))
		indexes[name] = made
	}
	require.NoError(b, rows.Err())
	return indexes
}

func seedSome(ctx context.Context, b *testing.B, s *Store, from int) {
	b.Helper()
	tx, err := s.writer.BeginTx(ctx, nil)
	require.NoError(b, err)
	const addCustomer = `INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features,
		portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '["artifacts"]', 0, '', 0, 'null', $10, $11, $12, $13, $14, 1)`
	const none, minute = -62135596800000000, 60_000_000
	for n := from; n < from+10_000; n++ {
		id := listID(n)
		name, email := listName(n)
		created, h := listBegan+int64(n)*minute, n*7919%1000
		archived, gone, expires, pulled, scanned := int64(none), 0, int64(9223372036854775807), int64(none), int64(none)
		if h%10 == 0 {
			archived, gone = created, 1
		}
		if h%2 == 0 {
			expires = created + 365*24*60*minute
		}
		if h%5 > 1 {
			pulled = created + int64(h)*1000*minute
		}
		if h%20 == 3 {
			scanned = created + int64(h)*900*minute
		}
		plan, access := [10]string{1: "Pro", 2: "Pro", 3: "Pro", 4: "Team", 5: "Team"}[h/10%10], tenant.AccessDisabled
		if h/100 > 5 {
			access = tenant.AccessFull
		} else if h/100 == 5 {
			access = tenant.AccessReadOnly
		}
		_, err := tx.ExecContext(ctx, addCustomer, acme, id, n, created, name, distr.Fold(name), email, plan, access, archived, gone, expires, pulled, scanned)
		require.NoError(b, err)
		_, err = tx.ExecContext(ctx, "INSERT INTO search_texts (vendor, n, customer, text) VALUES ($1, $2, $3, $4)", acme, n, id, distr.SearchText(tenant.Customer{ID: id, Profile: tenant.Profile{Name: name, Email: tenant.Email(email)}}))
		require.NoError(b, err)
	}
	require.NoError(b, tx.Commit())
}

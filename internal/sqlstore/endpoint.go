package sqlstore

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const endpointColumns = `endpoint, url, kinds, customer, owner, secret, old, old_until, created, failing, disabled, why, place`

func readEndpoint(scan Scan) (e distr.Endpoint, err error) {
	err = scan(&e.ID, &e.URL, jsonColumn{&e.Kinds}, &e.Customer, &e.Owner, bytesColumn{&e.Secret}, bytesColumn{&e.Old}, timeColumn{&e.OldUntil},
		timeColumn{&e.Created}, timeColumn{&e.Failing}, timeColumn{&e.Disabled}, &e.Why, &e.Place)
	return e, err
}

func (v *view) Endpoints() ([]distr.Endpoint, error) {
	endpoints, err := list(v.q, readEndpoint, `SELECT `+endpointColumns+` FROM endpoints WHERE vendor = $1 ORDER BY n`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing who is told what happens: %w", err)
	}
	return endpoints, nil
}

func (t *tx) PutEndpoint(e distr.Endpoint) error {
	kinds, err := jsonText(e.Kinds)
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO endpoints (vendor, n, `+endpointColumns+`)
			VALUES ($1, (SELECT COALESCE(MAX(n), 0) + 1 FROM endpoints WHERE vendor = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
			ON CONFLICT (vendor, endpoint) DO UPDATE SET url = excluded.url, kinds = excluded.kinds, customer = excluded.customer,
				owner = excluded.owner, secret = excluded.secret, old = excluded.old, old_until = excluded.old_until, created = excluded.created,
				failing = excluded.failing, disabled = excluded.disabled, why = excluded.why, place = excluded.place`,
			t.vendor, e.ID, e.URL, kinds, e.Customer, e.Owner, e.Secret, e.Old, micros(e.OldUntil),
			micros(e.Created), micros(e.Failing), micros(e.Disabled), e.Why, e.Place)
	}
	if err != nil {
		return fmt.Errorf("keeping endpoint %q: %w", e.ID, err)
	}
	return nil
}

func (t *tx) RemoveEndpoint(id distr.EndpointID) error {
	rows, err := t.q.Exec(`DELETE FROM endpoints WHERE vendor = $1 AND endpoint = $2`, t.vendor, id)
	if err == nil && rows == 0 {
		return fmt.Errorf("endpoint %q: %w", id, tenant.ErrNotFound)
	}
	if err == nil {
		_, err = t.q.Exec(`DELETE FROM deliveries WHERE vendor = $1 AND endpoint = $2`, t.vendor, id)
	}
	if err != nil {
		return fmt.Errorf("removing endpoint %q: %w", id, err)
	}
	return nil
}

const deliverySelection = `delivery, endpoint, event, seq, kind, at, attempt, status, took, done, error`

func readDelivery(scan Scan) (d distr.Delivery, err error) {
	var took int64
	err = scan(&d.ID, &d.Endpoint, &d.Event, &d.Seq, &d.Kind, timeColumn{&d.At}, &d.Attempt, &d.Status, &took, &d.Done, &d.Error)
	d.Took = time.Duration(took) * time.Microsecond
	return d, err
}

// Deliveries reads a limited list from the end that the limit leaves.
func (v *view) Deliveries(q distr.DeliveryQuery) ([]distr.Delivery, error) {
	query, args := selectDeliveries(q)
	deliveries, err := list(v.q, readDelivery, query, append([]any{v.vendor}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing the deliveries: %w", err)
	}
	if !q.Oldest {
		slices.Reverse(deliveries)
	}
	return deliveries, nil
}

// selectDeliveries is the query without conditions that it has no need of. Its
// arguments begin with $2.
func selectDeliveries(q distr.DeliveryQuery) (query string, args []any) {
	where := []string{"vendor = $1"}
	and := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf("%s $%d", condition, len(args)+1))
	}
	if q.Endpoint != "" {
		and("endpoint =", q.Endpoint)
	}
	if q.Event != "" {
		and("event =", q.Event)
	}
	if q.Failed {
		where = append(where, "done = 0") // not a parameter: there is an index of just these
	}
	if q.After != "" {
		and("delivery >", q.After)
	}
	order := "delivery DESC"
	if q.Oldest {
		order = "delivery"
	}
	args = append(args, upTo(q.Limit))
	return fmt.Sprintf("SELECT %s FROM deliveries WHERE %s ORDER BY %s LIMIT $%d", deliverySelection, strings.Join(where, " AND "), order, len(args)+1), args
}

const (
	deliveryColumns  = 11 // besides the vendor
	deliveriesAtOnce = 8  // as pullsAtOnce
)

func (t *tx) PutDeliveries(deliveries []distr.Delivery) error {
	statement, rows := "", 0
	for chunk := range slices.Chunk(lastOfEach(deliveries), deliveriesAtOnce) {
		if len(chunk) != rows { // the first and perhaps the last
			statement, rows = insertDeliveries(len(chunk)), len(chunk)
		}
		args := make([]any, 0, 1+deliveryColumns*len(chunk))
		args = append(args, t.vendor)
		for _, d := range chunk {
			args = append(args, d.ID, d.Endpoint, d.Event, d.Seq, d.Kind, micros(d.At), d.Attempt, d.Status, d.Took.Microseconds(), number(d.Done), d.Error)
		}
		if _, err := t.q.Exec(statement, args...); err != nil {
			return fmt.Errorf("keeping %d deliveries: %w", len(chunk), err)
		}
	}
	return nil
}

// lastOfEach is the list with each delivery once: no database but SQLite changes a
// row twice in one statement.
func lastOfEach(deliveries []distr.Delivery) []distr.Delivery {
	places := make(map[distr.DeliveryID]int, len(deliveries))
	list := make([]distr.Delivery, 0, len(deliveries))
	for _, d := range deliveries {
		if i, again := places[d.ID]; again {
			list[i] = d
			continue
		}
		places[d.ID] = len(list)
		list = append(list, d)
	}
	return list
}

// insertDeliveries is the statement for so many rows.
func insertDeliveries(rows int) string {
	var s strings.Builder
	s.WriteString(`INSERT INTO deliveries (vendor, ` + deliverySelection + `) VALUES `)
	for row := range rows {
		if row > 0 {
			s.WriteString(", ")
		}
		s.WriteString("($1")
		for column := range deliveryColumns {
			fmt.Fprintf(&s, ", $%d", 2+row*deliveryColumns+column)
		}
		s.WriteString(")")
	}
	s.WriteString(` ON CONFLICT (vendor, delivery) DO UPDATE SET endpoint = excluded.endpoint, event = excluded.event, seq = excluded.seq,
		kind = excluded.kind, at = excluded.at, attempt = excluded.attempt, status = excluded.status, took = excluded.took,
		done = excluded.done, error = excluded.error`)
	return s.String()
}

func (t *tx) RemoveDeliveries(before distr.DeliveryID) error {
	if _, err := t.q.Exec(`DELETE FROM deliveries WHERE vendor = $1 AND delivery < $2`, t.vendor, before); err != nil {
		return fmt.Errorf("removing old deliveries: %w", err)
	}
	return nil
}

package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Querier runs statements in one transaction. It knows the context that View
// or Update was called with, since the rooms' methods have none.
type Querier interface {
	// Exec runs a statement and says how many rows it has changed.
	Exec(query string, args ...any) (rows int64, err error)
	// Query calls row with each row of the answer, in order. An error of
	// row ends the query and is returned.
	Query(row func(Scan) error, query string, args ...any) error
}

// Scan copies the columns of one row to where dest points.
type Scan func(dest ...any) error

// list reads all rows of an answer.
func list[R any](q Querier, read func(Scan) (R, error), query string, args ...any) ([]R, error) {
	records := []R{}
	err := q.Query(func(scan Scan) error {
		r, err := read(scan)
		if err == nil {
			records = append(records, r)
		}
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return records, nil
}

// one reads the only row of an answer. found is false if there is none.
func one[R any](q Querier, read func(Scan) (R, error), query string, args ...any) (record R, found bool, err error) {
	err = q.Query(func(scan Scan) error {
		found = true
		record, err = read(scan)
		return err
	}, query, args...)
	return record, found, err
}

// the is one for a record that was asked for by name: it has to be there. what
// and id name it in the error.
func the[R any](q Querier, read func(Scan) (R, error), what string, id any, query string, args ...any) (R, error) {
	record, found, err := one(q, read, query, args...)
	switch {
	case err != nil:
		return record, fmt.Errorf("reading %s %v: %w", what, id, err)
	case !found:
		return record, fmt.Errorf("%s %v: %w", what, id, tenant.ErrNotFound)
	}
	return record, nil
}

// value reads a row of one column.
func value[R any](scan Scan) (v R, err error) {
	err = scan(&v)
	return v, err
}

// exists says whether the query has an answer. It selects one column of text.
func exists(q Querier, query string, args ...any) (bool, error) {
	_, found, err := one(q, value[string], query, args...)
	return found, err
}

// removed deletes what the statement names, and is an ErrNotFound if there is none of
// it. raise marks the room as changed.
func removed(q Querier, raise func() error, statement string, args ...any) error {
	rows, err := q.Exec(statement, args...)
	switch {
	case err != nil:
		return err
	case rows == 0:
		return tenant.ErrNotFound
	}
	return raise()
}

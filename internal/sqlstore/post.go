package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const postColumns = `courier, seq, holder, until, failures, next, error`

func readPost(scan Scan) (p distr.Post, err error) {
	err = scan(&p.Courier, &p.Seq, &p.Holder, timeColumn{&p.Until}, &p.Failures, timeColumn{&p.Next}, &p.LastError)
	return p, err
}

func (v *view) Post(courier string) (distr.Post, error) {
	p, _, err := one(v.q, readPost, `SELECT `+postColumns+` FROM posts WHERE vendor = $1 AND courier = $2`, v.vendor, courier)
	if err != nil {
		return distr.Post{}, fmt.Errorf("reading how far courier %q has come: %w", courier, err)
	}
	return p, nil
}

func (v *view) Posts() ([]distr.Post, error) {
	posts, err := list(v.q, readPost, `SELECT `+postColumns+` FROM posts WHERE vendor = $1 ORDER BY courier`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing how far couriers have come: %w", err)
	}
	return posts, nil
}

func (t *tx) PutPost(p distr.Post) error {
	_, err := t.q.Exec(`
		INSERT INTO posts (vendor, `+postColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (vendor, courier) DO UPDATE SET seq = excluded.seq, holder = excluded.holder, until = excluded.until,
			failures = excluded.failures, next = excluded.next, error = excluded.error`,
		t.vendor, p.Courier, p.Seq, p.Holder, micros(p.Until), p.Failures, micros(p.Next), p.LastError)
	if err != nil {
		return fmt.Errorf("keeping how far courier %q has come: %w", p.Courier, err)
	}
	return nil
}

func (t *tx) RemovePost(courier string) error {
	rows, err := t.q.Exec(`DELETE FROM posts WHERE vendor = $1 AND courier = $2`, t.vendor, courier)
	if err != nil {
		return fmt.Errorf("removing courier %q: %w", courier, err)
	}
	if rows == 0 {
		return fmt.Errorf("courier %q: %w", courier, tenant.ErrNotFound)
	}
	return nil
}

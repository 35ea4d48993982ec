package sqlstore

import (
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

const pullColumns = `at, customer, token, token_name, repository, reference, digest, version, allowed, reason, client`

func readPull(scan Scan) (p distr.PullRecord, err error) {
	err = scan(timeColumn{&p.Time}, &p.Customer, &p.Token, &p.TokenName, &p.Repository, &p.Reference,
		digestColumn{&p.Digest}, &p.Version, &p.Allowed, &p.Reason, &p.Client)
	return p, err
}

// Pulls reads from the newest back, as Events does.
func (v *view) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	query, args := `
		SELECT `+pullColumns+` FROM pulls
		WHERE vendor = $1 AND at >= $2 ORDER BY at DESC, n DESC LIMIT $3`, []any{v.vendor, micros(q.Since), upTo(q.Limit)}
	if q.Customer != "" {
		query, args = `
		SELECT `+pullColumns+` FROM pulls
		WHERE vendor = $1 AND customer = $4 AND at >= $2 ORDER BY at DESC, n DESC LIMIT $3`, append(args, q.Customer)
	}
	pulls, err := list(v.q, readPull, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing the pulls: %w", err)
	}
	slices.Reverse(pulls)
	return pulls, nil
}

// LogPull keeps names as they are, without a reference to the customer: the log
// outlives it.
func (t *tx) LogPull(p distr.PullRecord) error {
	_, err := t.q.Exec(`
		INSERT INTO pulls (vendor, at, n, customer, token, token_name, repository, reference, digest, version, allowed, reason, client)
		VALUES ($1, $2, (SELECT COALESCE(MAX(n), 0) + 1 FROM pulls WHERE vendor = $1 AND at = $2),
			$3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.vendor, micros(p.Time), p.Customer, p.Token, p.TokenName, p.Repository, p.Reference,
		p.Digest.String(), p.Version, number(p.Allowed), p.Reason, p.Client)
	if err != nil {
		return fmt.Errorf("logging a pull of %s: %w", p.Repository, err)
	}
	return nil
}

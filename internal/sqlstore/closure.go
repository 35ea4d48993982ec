package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// closureSelection is a closure's columns, where closures are named c.
const closureSelection = `c.root, c.subject, c.artifact_type, c.annotations`

// scanClosure reads a row of other columns and then a closure's.
func scanClosure(scan Scan, c *entitlement.Closure, others ...any) error {
	return scan(append(others, textColumn{&c.Root}, textColumn{&c.Subject}, &c.ArtifactType, jsonColumn{&c.Annotations})...)
}

func (v *view) Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	closures, err := v.closures(p, version, r)
	if err != nil {
		return nil, fmt.Errorf("reading what release %s of product %s in %s consists of: %w", version, p, r, err)
	}
	return closures, nil
}

func (v *view) closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	closures, err := list(v.q, func(scan Scan) (c entitlement.Closure, err error) {
		err = scanClosure(scan, &c)
		return c, err
	}, `
		SELECT `+closureSelection+` FROM pins AS p CROSS JOIN closures AS c
		WHERE p.vendor = $1 AND p.product = $2 AND p.version = $3 AND p.repository = $4
			AND c.vendor = $1 AND c.closure = p.closure
		ORDER BY p.n`, v.vendor, p, version, r)
	if err != nil || len(closures) == 0 {
		return nil, err
	}
	places := make([]*entitlement.Closure, len(closures))
	for i := range closures {
		places[i] = &closures[i]
	}
	err = readItems(v.q, places, `
		SELECT p.n, `+itemSelection+` FROM pins AS p CROSS JOIN items AS i
		WHERE p.vendor = $1 AND p.product = $2 AND p.version = $3 AND p.repository = $4
			AND i.vendor = $1 AND i.closure = p.closure
		ORDER BY p.n, i.n`, v.vendor, p, version, r)
	return closures, err
}

// addPin writes a closure of a release, behind those that it has in the
// repository.
func (t *tx) addPin(p entitlement.ProductID, version string, r entitlement.RepositoryPath, c entitlement.Closure) error {
	number, err := t.addClosure(c)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO pins (vendor, product, version, repository, n, closure)
		VALUES ($1, $2, $3, $4,
			(SELECT COALESCE(MAX(n) + 1, 0) FROM pins
				WHERE vendor = $1 AND product = $2 AND version = $3 AND repository = $4), $5)`,
		t.vendor, p, version, r, number)
	return err
}

// addClosure writes a closure and returns its number.
func (t *tx) addClosure(c entitlement.Closure) (int64, error) {
	annotations, err := jsonText(c.Annotations)
	if err != nil {
		return 0, err
	}
	number, _, err := one(t.q, value[int64], `
		INSERT INTO closures (vendor, closure, root, subject, artifact_type, annotations)
		VALUES ($1, (SELECT COALESCE(MAX(closure), 0) + 1 FROM closures WHERE vendor = $1), $2, $3, $4, $5)
		RETURNING closure`, t.vendor, c.Root.String(), c.Subject.String(), c.ArtifactType, annotations)
	if err != nil {
		return 0, err
	}
	return number, t.addItems(number, c.Items)
}

package storetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A model is the rows of each room, by a name that is told by the room itself.
type model map[room]map[string]any

func (m model) put(r room, record any, name ...any) {
	if m[r] == nil {
		m[r] = map[string]any{}
	}
	m[r][rowName(name)] = record
}

func (m model) has(r room, name ...any) bool {
	_, there := m[r][rowName(name)]
	return there
}

func (m model) remove(r room, name ...any) { delete(m[r], rowName(name)) }

func rowName(words []any) string { return strings.TrimSuffix(fmt.Sprintln(words...), "\n") }

// clone copies the maps; records are never changed in place.
func (m model) clone() model {
	c := model{}
	for r, rows := range m {
		c[r] = maps.Clone(rows)
	}
	return c
}

// told is the model as text, a line for each row, sorted.
func (m model) told() []string {
	var lines []string
	for r, rows := range m {
		for name, record := range rows {
			lines = append(lines, r.String()+": "+name+" = "+text(record))
		}
	}
	slices.Sort(lines)
	return lines
}

// A standing is what the list of customers adds to the record.
type standing struct{ Expires, Pulled, Scanned time.Time }

// The names that the machine uses in every room.
func machineMembers() []tenant.MemberID { return []tenant.MemberID{"mbr_1", "mbr_2"} }
func machineEmails() []tenant.Email     { return []tenant.Email{address, secondAddress} }
func machineProducts() []entitlement.ProductID {
	return []entitlement.ProductID{"app", "tool"}
}
func machinePaths() []entitlement.RepositoryPath {
	return []entitlement.RepositoryPath{imagePath, chartPath}
}
func machineVersions() []string { return []string{"1.0.0", "2.0.0"} }

// A teller makes rows of what is read, until something fails.
type teller struct {
	rows model
	err  error
}

// tells adds a row for each record of a list.
func tells[R any](t *teller, list []R, err error, r room, name func(i int, record R) []any) {
	if t.err == nil {
		t.err = err
	}
	for i, record := range list {
		words := name(i, record)
		if t.rows.has(r, words...) {
			t.err = fmt.Errorf("%s is listed twice in the room of %s", rowName(words), r)
		}
		t.rows.put(r, record, words...)
	}
}

// tell reads all rows of a vendor's room and of the customers' in it.
func (m *machine) tell(v distr.VendorView, id tenant.VendorID) (model, error) {
	t, own := &teller{rows: model{}}, room{id, ""}
	customers, err := v.Customers(distr.CustomerQuery{})
	for _, c := range customers {
		r := room{id, c.ID}
		t.rows.put(r, c, "customer")
		c, err := v.Open(c.ID)
		if err != nil {
			return nil, err
		}
		t.customer(c, r)
	}
	page, errList := listPage(v, everybody(), distr.ListPlace{})
	tells(t, page.Rows, errList, own, func(_ int, c distr.CustomerRow) []any { return []any{"listed", c.ID} })
	for _, c := range page.Rows {
		t.rows.remove(own, "listed", c.ID)
		t.rows.put(room{id, c.ID}, standing{c.Expires, c.Pulled, c.Scanned}, "listed")
	}
	settings, errSettings := v.Settings()
	if text(settings) != text(tenant.Settings{}) {
		t.rows.put(own, settings, "settings")
	}
	for _, err := range []error{err, errSettings} {
		if err != nil {
			return nil, err
		}
	}
	m.tellPeople(t, v, own)
	m.tellShelf(t, v, own)
	tellEvents(t, v, own)
	tellTold(t, v, own)
	tellSecrets(t, v, own)
	tellPrices(t, v, own)
	tellSchedules(t, v, own)
	m.tellDue(t, v, own)
	return t.rows, t.err
}

func (m *machine) tellPeople(t *teller, v distr.VendorView, own room) {
	staff, err := v.Staff()
	tells(t, staff, err, own, func(_ int, p tenant.Member) []any { return []any{"staff", p.ID} })
	for _, id := range machineMembers() {
		assigned, err := v.Assignments(id)
		tells(t, assigned, err, own, func(_ int, c tenant.CustomerID) []any { return []any{"assigned", id, c} })
		for _, c := range m.pair.customers {
			is, err := v.Assigned(id, c)
			if err == nil && is != slices.Contains(assigned, c) {
				err = fmt.Errorf("whether %s is assigned to %s: %t, and not what Assignments says", id, c, is)
			}
			tells(t, []bool{}, err, own, nil)
		}
	}
	for _, e := range machineEmails() {
		where, err := v.Memberships(e)
		tells(t, where, err, own, func(_ int, c tenant.CustomerID) []any { return []any{"membership", e, c} })
	}
	credentials, err := v.StaffCredentials()
	tells(t, credentials, err, own, func(_ int, c tenant.Credential) []any { return []any{"staff credential", c.ID} })
	pulls, err := v.Pulls(distr.PullQuery{})
	tells(t, pulls, err, own, func(_ int, p distr.PullRecord) []any { return []any{"pull", p.ID} })
}

func (m *machine) tellShelf(t *teller, v distr.VendorView, own room) {
	products, err := v.Products()
	tells(t, products, err, own, func(_ int, p entitlement.Product) []any { return []any{"product", p.ID} })
	for _, p := range machineProducts() {
		releases, err := v.Releases(p)
		tells(t, releases, err, own, func(_ int, r entitlement.Release) []any { return []any{"release", p, r.Version} })
		for _, path := range machinePaths() {
			referrers, err := v.Referrers(p, path, 0)
			tells(t, referrers, err, own, func(i int, _ entitlement.Referrer) []any { return []any{"referrer", p, path, i} })
			for _, version := range machineVersions() {
				closures, err := v.Closures(p, version, path)
				tells(t, closures, err, own, func(i int, _ entitlement.Closure) []any { return []any{"closure", p, version, path, i} })
			}
		}
	}
	upstreams, err := v.Upstreams()
	tells(t, upstreams, err, own, func(_ int, u distr.Upstream) []any { return []any{"upstream", u.Repository} })
	keys, err := v.SigningKeys()
	tells(t, keys, err, own, func(_ int, k distr.SigningKey) []any { return []any{"key", k.ID} })
}

func (t *teller) customer(c distr.CustomerView, r room) {
	members, err := c.Members()
	tells(t, members, err, r, func(_ int, m tenant.Member) []any { return []any{"member", m.ID} })
	installations, err := c.Installations()
	tells(t, installations, err, r, func(_ int, i tenant.Installation) []any { return []any{"installation", i.ID} })
	credentials, err := c.Credentials()
	tells(t, credentials, err, r, func(_ int, c tenant.Credential) []any { return []any{"credential", c.ID} })
	grants, err := c.Grants()
	tells(t, grants, err, r, func(_ int, g entitlement.Grant) []any { return []any{"grant", g.ID} })
	logins, err := c.Logins()
	tells(t, nil, err, r, func(int, any) []any { return nil })
	for id, l := range logins {
		t.rows.put(r, l, "login", id)
	}
	tellVault(t, c, r)
	tellContracts(t, c, r)
	tellAssets(t, c, r)
	tellScans(t, c, r)
	uses, err := c.SecretUses()
	tells(t, uses, err, r, func(_ int, u distr.SecretUse) []any { return []any{"use", u.Installation, u.Key} })
}

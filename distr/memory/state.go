package memory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A state is all that a vendor's room holds. A transaction owns the struct it
// works on and nothing behind it: whatever a slice or pointer leads to may be
// part of another state and is replaced, never changed.
//
// The one exception is the free space behind events, pulls, deliveries and a repository's
// referrers. States that share it come one after another, and a state reads no
// further than its own length, so each may append in place; copying a long log
// for every entry would be dear.
type state struct {
	version     distr.Version
	changedAt   distr.Version // the last version that changed the products, the staff, the settings, the upstreams, the keys or the secrets
	customers   []*customer   // by ID, ascending
	products    []*product    // first put first, as all that follow
	staff       []tenant.Credential
	settings    tenant.Settings
	people      []tenant.Member  // the staff
	assignments []assignment     // by customer, then member
	upstreams   []distr.Upstream // by repository, ascending
	keys        []distr.SigningKey
	vault       vault
	events      []distr.Event          // by Seq, without a gap
	checkpoint  distr.Checkpoint       // behind which they begin
	posts       []distr.Post           // by courier, ascending
	letters     []*distr.Letter        // by ID, ascending
	templates   []distr.LetterTemplate // by name, ascending
	mail        distr.MailSettings
	pulls       []*distr.PullRecord // as they were first put
	endpoints   []distr.Endpoint
	deliveries  []distr.Delivery // by ID, ascending
	till        till
	timetable   timetable
}

// A customer is what lies in a customer's room.
type customer struct {
	tenant.Customer
	changedAt     distr.Version
	number        int // counts them in the order in which they were added, from 1
	pulled        time.Time
	scanned       time.Time
	members       []tenant.Member
	installations []tenant.Installation
	credentials   []tenant.Credential
	grants        []entitlement.Grant
	logins        map[entitlement.GrantID]distr.SealedLogin
	vault         vault
	uses          []distr.SecretUse // by installation and key
	ledger        ledger
	stock         stocktaking
	scans         scanning
}

// A product is one with its releases.
type product struct {
	entitlement.Product
	releasedAt distr.Version // the last version that added or moved a release, or added a referrer
	releases   []release
	referrers  map[entitlement.RepositoryPath][]entitlement.Referrer
}

type release struct {
	entitlement.Release
	closures map[entitlement.RepositoryPath][]entitlement.Closure // what it is now last
}

// place is where the customer is among the customers, or would be.
func (s *state) place(id tenant.CustomerID) (int, bool) {
	return slices.BinarySearchFunc(s.customers, id, func(c *customer, id tenant.CustomerID) int {
		return strings.Compare(string(c.ID), string(id))
	})
}

func (s *state) customer(id tenant.CustomerID) (*customer, error) {
	i, there := s.place(id)
	if !there {
		return nil, fmt.Errorf("customer %s: %w", id, tenant.ErrNotFound)
	}
	return s.customers[i], nil
}

func (s *state) product(id entitlement.ProductID) (*product, error) {
	for _, p := range s.products {
		if p.ID == id {
			return p, nil
		}
	}
	return nil, fmt.Errorf("product %s: %w", id, tenant.ErrNotFound)
}

// releases are a product's, and none if there is no such product.
func (s *state) releases(id entitlement.ProductID) []release {
	for _, p := range s.products {
		if p.ID == id {
			return p.releases
		}
	}
	return nil
}

// referrers are what refers to a product's releases.
func (s *state) referrers(id entitlement.ProductID) map[entitlement.RepositoryPath][]entitlement.Referrer {
	for _, p := range s.products {
		if p.ID == id {
			return p.referrers
		}
	}
	return nil
}

// changed is what differs between the state at that version and this one.
func (s *state) changed(since distr.Version) distr.Changes {
	c := distr.Changes{Version: s.version, All: since > s.version, Vendor: s.changedAt > since}
	if since >= s.version {
		return c
	}
	for _, customer := range s.customers {
		if customer.changedAt > since {
			c.Customers = append(c.Customers, customer.ID)
		}
	}
	for _, product := range s.products {
		if product.releasedAt > since {
			c.Products = append(c.Products, product.ID)
		}
	}
	return c
}

package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A secretChangeRecord says what changed, and whom it concerns.
type secretChangeRecord struct {
	Key      string            `json:"key"`
	Customer tenant.CustomerID `json:"customer"`
	Version  int64             `json:"version"`
	UsedBy   []userRecord      `json:"used_by"`
	Others   int               `json:"used_by_others"`
}

// tellSecret says what was done, and whose installations use the secret.
func (c *call) tellSecret(customer tenant.CustomerID, d distr.SecretChange, done string) error {
	r := secretChangeRecord{d.Key, customer, d.Version, userRecords(d.UsedBy), d.UsedBy.Hidden}
	return c.answer(r, func(w io.Writer) {
		fmt.Fprintf(w, "%s, version %d, is %s.\n", d.Key, d.Version, done)
		if d.UsedBy.Count() > 0 {
			fmt.Fprintf(w, "%s used it, and will see that when asking again:\n", count(d.UsedBy.Count(), "installation has", "installations have"))
		}
		for _, u := range r.UsedBy {
			fmt.Fprintln(w, printable(fmt.Sprintf("  %s of %s, %s", u.Name, u.Customer, clock(u.At, ""))))
		}
		if r.Others > 0 {
			fmt.Fprintf(w, "  %s of customers that you are not assigned to\n", count(r.Others, "installation", "installations"))
		}
	})
}

// A userRecord is an installation that has got a secret.
type userRecord struct {
	Customer     tenant.CustomerID     `json:"customer"`
	Installation tenant.InstallationID `json:"installation"`
	Name         string                `json:"name"`
	At           *time.Time            `json:"at"`
}

func userRecords(u distr.SecretUsers) []userRecord {
	return collect(u.Seen, func(s distr.SecretUser) userRecord {
		return userRecord{s.Customer, s.Installation, s.Name, moment(s.At)}
	})
}

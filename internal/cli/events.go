package cli

import (
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type eventRecord struct {
	ID       distr.EventID     `json:"id"`
	Time     *time.Time        `json:"time"`
	Actor    string            `json:"actor"`
	Kind     distr.Kind        `json:"kind"`
	Customer tenant.CustomerID `json:"customer"` // empty if it concerns no customer
	Data     json.RawMessage   `json:"data"`
}

func newEventRecord(e distr.Event) eventRecord {
	return eventRecord{ID: e.ID, Time: moment(e.Time), Actor: e.Actor.Name, Kind: e.Kind, Customer: e.Customer, Data: e.Data}
}

func (r eventRecord) fields() []field {
	return []field{
		{"time", clock(r.Time, "")},
		{"actor", r.Actor},
		{"kind", string(r.Kind)},
		{"customer", string(r.Customer)},
		{"data", string(r.Data)},
	}
}

func eventsCommand(c *call) *cobra.Command {
	cmd := verb("events", "List everything that was changed: when, by whom, for whom; oldest first.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Events(cmd.Context(), distr.EventQuery{})
				if err != nil {
					return err
				}
				return list(c, collect(all, newEventRecord), "Nothing has happened yet.")
			})
		})
	cmd.Example = `  distr events --json`
	return cmd
}

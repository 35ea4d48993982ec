package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// scheduleNames are the columns of a table of schedules.
var scheduleNames = [...]string{"id", "name", "customer", "for", "profile", "targets", "when", "on", "zone", "jitter", "debounce", "created", "paused", "next"}

func (r scheduleRecord) cells() []string {
	whose := r.For.String()
	if r.Customer != "" {
		whose = ""
	}
	return []string{
		string(r.ID), r.Name, string(r.Customer), whose, r.Profile, r.Targets.String(), r.When, join(r.On), r.Zone, r.Jitter, r.Debounce,
		clock(r.Created, ""), clock(r.Paused, ""), clock(r.Next, ""),
	}
}

func scheduleList(c *call) *cobra.Command {
	var customer string
	var table spreadsheet
	cmd := verb("list [--customer ID] [--csv]", "List your schedules, or a customer's own.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if err := table.check(c, cmd); err != nil {
				return err
			}
			return c.scheduled(cmd, customer, func(r scheduleRoom) error {
				all, err := r.Schedules(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(s distr.ScanSchedule) scheduleRecord { return newScheduleRecord(r.customer, s) })
				if table.wanted {
					return exportAll(c.stdout, asCSV, scheduleNames[:], records)
				}
				none := `No schedules yet. Add one with "distr schedule add NAME".`
				if r.customer != "" {
					none = fmt.Sprintf(`%s has none of its own; see yours with "distr schedule list".`, r.customer)
				}
				return list(c, records, none)
			})
		})
	cmd.Long = `NEXT is when it scans next, on the clock there and in UTC. What a schedule listens to stands
behind "on". Yours are for several customers; those of a customer's own are listed with
--customer.`
	cmd.Example = `  distr schedule list
  distr schedule list --customer globex --json
  distr schedule list --csv > schedules.csv`
	cmd.Flags().StringVar(&customer, "customer", "", "those of the customer `ID`")
	table.define(cmd, "schedule")
	return cmd
}

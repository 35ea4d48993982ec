package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

func triggerCommand(c *call) *cobra.Command {
	return noun("trigger", "Tell schedules that something has happened.", triggerFire(c))
}

// A firedTrigger is how many listened.
type firedTrigger struct {
	Trigger   distr.Trigger `json:"trigger"`
	Schedules int           `json:"schedules"`
}

func triggerFire(c *call) *cobra.Command {
	cmd := verb("fire TRIGGER", "Have all schedules scan that listen to a trigger.", operands("TRIGGER"),
		func(cmd *cobra.Command, args []string) error {
			t, err := distr.ParseTrigger(args[0])
			if err != nil {
				return err
			}
			if t == distr.OnNewAsset {
				return misuse(cmd, "%s fires by itself, when an asset is added; what is fired by hand is %s", t, distr.OnVulnerabilities)
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				n, err := v.FireTrigger(cmd.Context(), t)
				if err != nil {
					return err
				}
				sentence := fmt.Sprintf(`fired; no schedule listens. Add one with "distr schedule add NAME --on %s", or resume one that is paused; it listens from then on`, t)
				if n > 0 {
					sentence = fmt.Sprintf("fired; %s listen", count(n, "schedule", "schedules"))
				}
				if n == 1 {
					sentence = "fired; 1 schedule listens"
				}
				return c.say(firedTrigger{t, n}, sentence)
			})
		})
	cmd.Long = `The trigger vulnerability-database says that the scanner knows of other flaws than before.
Fire it from what brings its database up to date. Each schedule scans once its --debounce is
over, so to fire it several times is one scan. One that is paused leaves out what is fired
meanwhile.`
	cmd.Example = `  distr trigger fire vulnerability-database`
	return cmd
}

package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A featureAnswer says how a switch came out.
type featureAnswer struct {
	Customer tenant.CustomerID `json:"customer"`
	Feature  tenant.Feature    `json:"feature"`
	Enabled  bool              `json:"enabled"`
	Switched []string          `json:"switched"` // by this command: the feature, and what came along
	Features []string          `json:"features"` // all that are on now
}

func featureCommand(c *call) *cobra.Command {
	return noun("feature", "Switch a customer's features on and off.",
		featureSwitch(c, "enable", true), featureSwitch(c, "disable", false), featureDefine(c), featureList(c))
}

func featureSwitch(c *call, name string, on bool) *cobra.Command {
	short := "Switch a feature off, and with it those that need it."
	if on {
		short = "Switch a feature on, and with it those that it needs."
	}
	cmd := verb(name+" CUSTOMER FEATURE", short, operands("CUSTOMER", "FEATURE"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				answer := featureAnswer{Customer: customer.ID, Feature: tenant.Feature(args[1]), Enabled: on}
				now, switched, err := a.Switch(cmd.Context(), map[tenant.Feature]bool{answer.Feature: on})
				if err != nil {
					return err
				}
				answer.Switched, answer.Features = texts(switched), texts(now)
				return c.say(answer, answer.sentence(switched))
			})
		})
	cmd.Long = `The features are deployments, alerts, artifacts and support-bundles, and those that
"distr feature define" has added. Alerts need deployments. An application is not there for a customer without deployments, an
artifact not for one without artifacts, whatever is granted.`
	cmd.Example = fmt.Sprintf("  distr feature %s globex alerts", name)
	return cmd
}

func (a featureAnswer) sentence(switched tenant.Features) string {
	state := "off"
	if a.Enabled {
		state = "on"
	}
	along := switched.Without(tenant.Features{a.Feature})
	switch {
	case len(switched) == 0:
		return fmt.Sprintf("%s was %s for %s before; nothing has changed.", a.Feature, state, a.Customer)
	case len(along) == 0:
		return fmt.Sprintf("%s is %s for %s.", a.Feature, state, a.Customer)
	default:
		return fmt.Sprintf("%s is %s for %s, and so is what comes along: %s.", a.Feature, state, a.Customer, along)
	}
}

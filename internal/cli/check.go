package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

type decisionRecord struct {
	Allowed bool                `json:"allowed"`
	Reason  entitlement.Reason  `json:"reason"`
	Version string              `json:"version"`
	Grant   entitlement.GrantID `json:"grant"`
	Until   *time.Time          `json:"until"`
}

func checkCommand(c *call) *cobra.Command {
	cmd := verb("check CUSTOMER REFERENCE", "Ask whether a customer may pull something now.", operands("CUSTOMER", "REFERENCE"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				d, err := a.Check(cmd.Context(), args[1])
				if err != nil {
					return err
				}
				answer := decisionRecord{d.Allowed, d.Reason, d.Version, d.Grant, moment(d.Until)}
				if err := c.say(answer, verdict(d, string(customer.ID))); err != nil {
					return err
				}
				if !d.Allowed {
					return errNo
				}
				return nil
			})
		})
	cmd.Long = `REFERENCE is repository:tag or repository@digest, without a host. The answer is the
one that the registry would give. The exit code is 0 if the pull is allowed and 1
if it is refused; the reason is one of granted, no_grant, not_covered, not_yet,
expired, feature_off and unknown.`
	cmd.Example = `  distr check globex acme/app:1.4.2`
	return cmd
}

// verdict says how a decision came out, and where to look if it was no.
func verdict(d entitlement.Decision, customer string) string {
	if d.Allowed {
		end := "without an end"
		if !d.Until.IsZero() {
			end = "until " + d.Until.Format(time.RFC3339)
		}
		return fmt.Sprintf("allowed: version %s, by grant %s, %s", d.Version, d.Grant, end)
	}
	why := d.Err().Error()
	if d.Version != "" {
		why += " (version " + d.Version + ")"
	}
	switch d.Reason {
	case entitlement.FeatureOff:
		return fmt.Sprintf("%s; see \"distr customer show %s\"", why, customer)
	case entitlement.Unknown:
		return why + `; see "distr product list" and "distr release list PRODUCT"`
	default:
		return fmt.Sprintf("%s; see \"distr grant list %s\"", why, customer)
	}
}

package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type decisionRecord struct {
	Allowed bool                `json:"allowed"`
	Reason  entitlement.Reason  `json:"reason"`
	Version string              `json:"version"`
	Grant   entitlement.GrantID `json:"grant"`
	Until   *time.Time          `json:"until"`
	Why     string              `json:"why"` // with the reason stopped: what stops their tokens
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
				if errors.Is(err, tenant.ErrUnauthenticated) {
					return c.stopped(err)
				}
				if err != nil {
					return err
				}
				answer := decisionRecord{Allowed: d.Allowed, Reason: d.Reason, Version: d.Version, Grant: d.Grant, Until: moment(d.Until)}
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
expired, feature_off and unknown; or stopped if no token of the customer's is accepted.`
	cmd.Example = `  distr check globex acme/app:1.4.2`
	return cmd
}

// stopped is the no for a customer none of whose tokens is accepted.
func (c *call) stopped(why error) error {
	text := plainly(why)
	if err := c.say(decisionRecord{Reason: stoppedReason, Why: text}, "refused: no token of theirs is accepted now: "+text); err != nil {
		return err
	}
	return errNo
}

// stoppedReason is the reason of a refusal that comes before any decision.
const stoppedReason entitlement.Reason = "stopped"

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

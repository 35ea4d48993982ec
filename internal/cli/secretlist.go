package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A secretRecord is all that is ever shown of a secret.
type secretRecord struct {
	Key      string            `json:"key"`
	Customer tenant.CustomerID `json:"customer"` // empty: it is for everyone
	Version  int64             `json:"version"`
	Changed  *time.Time        `json:"changed"`
	By       string            `json:"by"`
	UsedBy   []userRecord      `json:"used_by"`
	Others   int               `json:"used_by_others"` // installations of customers that one does not see
}

func (r secretRecord) fields() []field {
	used := fmt.Sprint(len(r.UsedBy) + r.Others)
	if len(r.UsedBy)+r.Others == 0 {
		used = ""
	}
	return []field{
		{"key", r.Key},
		{"version", fmt.Sprint(r.Version)},
		{"changed", clock(r.Changed, "")},
		{"by", r.By},
		{"used by", used},
	}
}

func secretList(c *call) *cobra.Command {
	var owner secretOwner
	cmd := verb("list (CUSTOMER | --everyone)", "List secrets, without their values, and how many installations use them.", owner.operands(),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				holder, customer, _, err := owner.of(cmd.Context(), v, args)
				if err != nil {
					return err
				}
				all, err := holder.Secrets(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(s distr.SecretState) secretRecord {
					return secretRecord{s.Key, customer, s.Version, moment(s.Changed), s.By, userRecords(s.UsedBy), s.UsedBy.Hidden}
				})
				return list(c, records, `No secrets yet. Set one with "distr secret set".`)
			})
		})
	cmd.Example = `  distr secret list globex
  distr secret list --everyone --json`
	owner.define(cmd)
	return cmd
}

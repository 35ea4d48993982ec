package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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
	UsedBy   []userRecord      `json:"usedBy"`
	Others   int               `json:"usedByOthers"` // installations of customers that one does not see
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

// A secretChangeRecord says what changed, and whom it concerns.
type secretChangeRecord struct {
	Key      string            `json:"key"`
	Customer tenant.CustomerID `json:"customer"`
	Version  int64             `json:"version"`
	UsedBy   []userRecord      `json:"usedBy"`
	Others   int               `json:"usedByOthers"`
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

func secretCommand(c *call) *cobra.Command {
	cmd := noun("secret", "Set what installations get to know and nobody else is shown.",
		secretSet(c), secretList(c), secretRemove(c), secretRewrap(c))
	cmd.Long = `A secret is for the installations of one customer, or of everyone. A customer's own goes
before one for everyone of the same key. It is sealed, and no command shows it again.`
	return cmd
}

// secretOwner says whose secrets a command is about.
type secretOwner struct{ everyone bool }

func (o *secretOwner) define(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.everyone, "everyone", false, "for the installations of all customers, instead of CUSTOMER")
}

// operands are those of the command, CUSTOMER being the first unless the secret is
// for everyone.
func (o *secretOwner) operands(others ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if o.everyone {
			return operands(others...)(cmd, args)
		}
		return operands(append([]string{"CUSTOMER"}, others...)...)(cmd, args)
	}
}

// secretHolder is what a customer's room and the vendor's have in common.
type secretHolder interface {
	SetSecret(ctx context.Context, key string, value []byte) (distr.SecretChange, error)
	RemoveSecret(ctx context.Context, key string) (distr.SecretChange, error)
	Secrets(ctx context.Context) ([]distr.SecretState, error)
}

// of is whose secrets they are, with the customer's ID, and the operands that are
// left.
func (o *secretOwner) of(ctx context.Context, v *distr.Vendor, args []string) (secretHolder, tenant.CustomerID, []string, error) {
	if o.everyone {
		return v, "", args, nil
	}
	a, _, err := account(ctx, v, args[0])
	if err != nil {
		return nil, "", nil, err
	}
	return a, a.ID(), args[1:], nil
}

func secretSet(c *call) *cobra.Command {
	var owner secretOwner
	var value string
	cmd := verb("set (CUSTOMER | --everyone) KEY [--value V]", "Set the value of a secret, from standard input.", owner.operands("KEY"),
		func(cmd *cobra.Command, args []string) error {
			key := args[len(args)-1]
			if err := distr.CheckSecretKey(key); err != nil {
				return err
			}
			secret := []byte(value)
			if !cmd.Flags().Changed("value") {
				var err error
				if secret, err = readValue(cmd.InOrStdin()); err != nil {
					return err
				}
			}
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				holder, customer, args, err := owner.of(cmd.Context(), v, args)
				if err != nil {
					return err
				}
				done, err := holder.SetSecret(cmd.Context(), args[0], secret)
				if err != nil {
					return err
				}
				return c.tellSecret(customer, done, "set")
			})
		})
	cmd.Long = `The value is read from standard input as it is, up to 64 KiB, but for one line end at
its very end, which is left out. With --value everybody on the machine can see it.
Nobody is shown it again, so each call sets another version.`
	cmd.Example = `  distr secret set globex DB_PASSWORD < password.txt
  distr secret set --everyone LICENSE_SERVER --value https://license.example`
	owner.define(cmd)
	cmd.Flags().StringVar(&value, "value", "", "the value `V`, instead of standard input")
	return cmd
}

// readValue reads a secret as it is, but for one line end at its end.
func readValue(from io.Reader) ([]byte, error) {
	value, err := io.ReadAll(io.LimitReader(from, distr.MaxSecretValue+3)) // a line end more, and a byte to see that it is too long
	if err != nil {
		return nil, fmt.Errorf("reading the value: %w", err)
	}
	if line, ended := bytes.CutSuffix(value, []byte("\n")); ended {
		value = bytes.TrimSuffix(line, []byte("\r"))
	}
	switch {
	case len(value) == 0:
		return nil, errors.New("standard input holds no value")
	case len(value) > distr.MaxSecretValue:
		return nil, fmt.Errorf("the value on standard input has more than %d bytes", distr.MaxSecretValue)
	}
	return value, nil
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

func secretRemove(c *call) *cobra.Command {
	var owner secretOwner
	cmd := verb("remove (CUSTOMER | --everyone) KEY", "Remove a secret, and say which installations use it.", owner.operands("KEY"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				holder, customer, args, err := owner.of(cmd.Context(), v, args)
				if err != nil {
					return err
				}
				done, err := holder.RemoveSecret(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return c.tellSecret(customer, done, "gone")
			})
		})
	cmd.Long = `Without a customer's own, one for everyone of the same key counts again.`
	cmd.Example = `  distr secret remove globex DB_PASSWORD`
	owner.define(cmd)
	return cmd
}

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

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

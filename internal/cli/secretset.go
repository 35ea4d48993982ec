package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

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

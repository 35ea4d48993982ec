package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A rewrapRecord says how many secrets were carried over, and to which key.
type rewrapRecord struct {
	Key     string `json:"key"`
	Secrets int    `json:"secrets"`
}

func secretRewrap(c *call) *cobra.Command {
	cmd := verb("rewrap", "Carry all secrets over to the first master key, while serve runs.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if err := c.alone(); err != nil {
				return err
			}
			return c.enter(cmd.Context(), func(p place) error {
				keys, err := p.masterKeys(cmd.Context())
				if err != nil {
					return err
				}
				vendors, err := p.store.Vendors(cmd.Context())
				if err != nil {
					return err
				}
				hub := distr.New(p.store, distr.Config{MasterKeys: keys, KeyWrapper: p.wrapper()})
				r := rewrapRecord{Key: keys[0].ID()}
				for _, id := range vendors {
					done, err := hub.Vendor(id).As(distr.Operator()).ResealSecrets(cmd.Context())
					if err != nil {
						return err
					}
					r.Secrets += done.Secrets
				}
				return c.say(r, fmt.Sprintf("Master key %s opens all secrets; %s carried over to it.", r.Key, count(r.Secrets, "was", "were")))
			})
		})
	cmd.Long = strings.TrimSpace(`
Put the line of another key above the others in the file of the master keys, and run
this: each customer's secrets get another data key, which the new key seals. Who sets
or gets a secret meanwhile notices nothing, since serve reads the file each time. What
else is sealed, logins and the keys that sign, needs "distr keys master rotate".`)
	cmd.Example = `  distr secret rewrap`
	return cmd
}

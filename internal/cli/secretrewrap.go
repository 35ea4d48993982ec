package cli

import (
	"errors"
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
				hub := distr.New(p.store, distr.Config{MasterKeys: keys})
				r := rewrapRecord{Key: keys[0].ID()}
				var failed error
				for _, id := range vendors {
					done, err := hub.Vendor(id).As(distr.Operator()).ResealSecrets(cmd.Context())
					r.Secrets += done.Secrets
					failed = errors.Join(failed, err)
				}
				if failed != nil {
					return fmt.Errorf("%s carried over to master key %s, and not all: %w", count(r.Secrets, "secret was", "secrets were"), r.Key, failed)
				}
				return c.say(r, fmt.Sprintf("Master key %s opens all secrets; %s carried over to it.", r.Key, count(r.Secrets, "was", "were")))
			})
		})
	cmd.Long = strings.TrimSpace(`
Put the line of another key above the others in the file of the master keys, and run
this: each customer's secrets get another data key, which the new key seals.

  (umask 077; { distr keys master new; cat DATA/master.key; } > new.key && mv new.key DATA/master.key)

Who sets or gets a secret meanwhile notices nothing, since serve reads the file again
when it has changed, and seals with the new key too. What else is sealed, logins and the
keys that sign, needs "distr keys master rotate", which makes a key by itself.

Secrets whose key is not in the file are named, and all others are carried over. If
there is no copy of that key, remove those and set them anew.`)
	cmd.Example = `  distr secret rewrap`
	return cmd
}

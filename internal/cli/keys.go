package cli

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

type keyRecord struct {
	ID      string         `json:"id"`
	State   distr.KeyState `json:"state"`
	Created *time.Time     `json:"created"`
	Signs   *time.Time     `json:"signs"`   // since when
	Retires *time.Time     `json:"retires"` // when it is forgotten
}

func (r keyRecord) fields() []field {
	return []field{
		{"id", r.ID},
		{"state", string(r.State)},
		{"created", clock(r.Created, "")},
		{"signs since", clock(r.Signs, "")},
		{"retires", clock(r.Retires, "")},
	}
}

func keysCommand(c *call) *cobra.Command {
	return noun("keys", "See and rotate the keys that sign access tokens, and the master key.", keysList(c), keysRotate(c), keysDrop(c), keysExport(c), keysMaster(c))
}

func (c *call) showKeys(cmd *cobra.Command, v *distr.Vendor) error {
	all, err := v.Keys(cmd.Context())
	if err != nil {
		return err
	}
	now := time.Now()
	records := collect(all, func(k distr.SigningKey) keyRecord {
		return keyRecord{k.ID, k.State(now), moment(k.Created), moment(k.Signs), moment(k.Retires)}
	})
	return list(c, records, `No keys yet. "distr serve" makes them, or "distr keys rotate".`)
}

func keysList(c *call) *cobra.Command {
	cmd := verb("list", "List the keys that sign access tokens, and what each does.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error { return c.showKeys(cmd, v) })
		})
	cmd.Long = `The next key is published and does not sign yet, the active one signs, a retiring one
verifies what it signed for two more hours.`
	cmd.Example = `  distr keys list`
	return cmd
}

func keysRotate(c *call) *cobra.Command {
	cmd := verb("rotate", "Let the next key sign, and make another next one.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.RotateKeys(cmd.Context()); err != nil {
					return err
				}
				return c.showKeys(cmd, v)
			})
		})
	cmd.Long = `No token that is out is refused. A registry that trusts our tokens by a file of keys
knows the next key already; give it the new file before you rotate again.`
	cmd.Example = `  distr keys rotate`
	return cmd
}

func keysDrop(c *call) *cobra.Command {
	cmd := verb("drop ID", "Forget a key at once, and refuse every token that it signed.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.DropKey(cmd.Context(), args[0]); err != nil {
					return about(aKey, err)
				}
				return c.showKeys(cmd, v)
			})
		})
	cmd.Long = `For a key that somebody else may have. Clients get new tokens by themselves; if the key
was the one that signs, the next one does. A registry that trusts our tokens by a
file of keys trusts it until it has the new file and was started again.`
	cmd.Example = `  distr keys drop 9f2c61d07e5b4a83`
	return cmd
}

func keysExport(c *call) *cobra.Command {
	cmd := verb("export", "Print the public keys, for a registry that is to trust our tokens.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.EnsureKeys(cmd.Context()); err != nil {
					return err
				}
				keys, err := v.SigningKeys(cmd.Context())
				if err != nil {
					return err
				}
				set, err := registryproxy.JWKS(keys)
				if err != nil {
					return err
				}
				return c.answer(set, func(w io.Writer) { _, _ = w.Write(append(set, '\n')) })
			})
		})
	cmd.Long = `The answer is a JSON Web Key Set (RFC 7517), the same as GET /.well-known/jwks.json of
a serve. The registry of the distribution project reads such a file as auth.token.jwks,
when it starts. What such a registry cannot enforce is said in the package comment of
registryproxy: it knows repositories, and no versions.`
	cmd.Example = `  distr keys export > /etc/distribution/jwks.json`
	return cmd
}

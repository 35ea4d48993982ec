package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// loginFlags are how a command is told a login at a registry. A password is read
// from standard input: arguments are seen by everybody on the machine.
type loginFlags struct {
	username string
	stdin    bool
}

func (l *loginFlags) define(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.username, "username", "", "log in there as `NAME`")
	cmd.Flags().BoolVar(&l.stdin, "password-stdin", false, "read the password from standard input")
}

// maxPassword is how long a password may be, in bytes; tokens of some clouds have
// a few thousand.
const maxPassword = 16 << 10

func (l *loginFlags) read(cmd *cobra.Command) (entitlement.Login, error) {
	switch {
	case l.username == "" && !l.stdin:
		return entitlement.Login{}, nil
	case l.username == "" || !l.stdin:
		return entitlement.Login{}, misuse(cmd, "a login is --username and --password-stdin together")
	}
	text, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), maxPassword+1))
	if err != nil {
		return entitlement.Login{}, fmt.Errorf("reading the password: %w", err)
	}
	password := strings.TrimRight(string(text), "\r\n")
	switch {
	case password == "":
		return entitlement.Login{}, errors.New("standard input holds no password")
	case len(text) > maxPassword:
		return entitlement.Login{}, fmt.Errorf("the password on standard input has more than %d bytes", maxPassword)
	}
	return entitlement.NewLogin(l.username, password), nil
}

// A loginRecord says that a grant has a login, and never which password.
type loginRecord struct {
	Grant    entitlement.GrantID `json:"grant"`
	Username string              `json:"username"` // empty: it has none
}

func (r loginRecord) fields() []field {
	return []field{{"grant", string(r.Grant)}, {"username", r.Username}}
}

func grantLogin(c *call) *cobra.Command {
	var login loginFlags
	var none bool
	cmd := verb("login CUSTOMER GRANT (--username U --password-stdin | --none)",
		"Give a grant a login of its own at the upstream registry.", operands("CUSTOMER", "GRANT"),
		func(cmd *cobra.Command, args []string) error {
			l, err := login.read(cmd)
			if err != nil {
				return err
			}
			if none != l.IsZero() {
				return misuse(cmd, "say either --username and --password-stdin, or --none")
			}
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				g, err := findGrant(cmd.Context(), a, args[1])
				if err != nil {
					return about(aGrant, err)
				}
				if err := a.SetGrantLogin(cmd.Context(), g.ID, l); err != nil {
					return err
				}
				return c.show(loginRecord{g.ID, l.Username})
			})
		})
	cmd.Long = `What the grant allows is then fetched from the upstream registry with this login
instead of the repository's. It is sealed with the master key; the customer never
sees it.`
	cmd.Example = `  distr grant login globex app --username robot-globex --password-stdin < token.txt
  distr grant login globex app --none`
	login.define(cmd)
	cmd.Flags().BoolVar(&none, "none", false, "take its login away")
	return cmd
}

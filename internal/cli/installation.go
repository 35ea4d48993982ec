package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An installationRecord is an installation with its service account.
type installationRecord struct {
	ID       tenant.InstallationID `json:"id"`
	Name     string                `json:"name"`
	Customer tenant.CustomerID     `json:"customer"`
	Token    tenant.CredentialID   `json:"credential"`
	Started  *time.Time            `json:"started"`
	By       string                `json:"by"`
	Rotated  *time.Time            `json:"rotated"`
	Used     *time.Time            `json:"used"`
	Revoked  *time.Time            `json:"revoked"`
}

func newInstallationRecord(customer tenant.CustomerID, n tenant.Installation, c tenant.Credential) installationRecord {
	return installationRecord{
		ID: n.ID, Name: n.Name, Customer: customer, Token: n.Credential, Started: moment(n.Created), By: n.By,
		Rotated: moment(c.Rotated), Used: moment(c.Used), Revoked: moment(c.Revoked),
	}
}

func (r installationRecord) fields() []field {
	return []field{
		{"name", r.Name},
		{"id", string(r.ID)},
		{"started", clock(r.Started, "")},
		{"by", r.By},
		{"used", clock(r.Used, "never")},
		{"revoked", clock(r.Revoked, "")},
	}
}

// A startedRecord is the only place where a service account's token is shown.
type startedRecord struct {
	installationRecord
	Secret string `json:"token"`
}

func (c *call) showStarted(customer tenant.CustomerID, s distr.Started) error {
	r := startedRecord{newInstallationRecord(customer, s.Installation, s.Credential), s.Token.Reveal()}
	if err := c.answer(r, func(w io.Writer) { fmt.Fprintln(w, r.Secret) }); err != nil {
		return fmt.Errorf("the token of %s was made and could not be shown, so rotate or revoke it: %w", r.ID, err)
	}
	return nil
}

func installationCommand(c *call) *cobra.Command {
	return noun("installation", "Start installations at a customer's site, each with a service account.",
		installationStart(c), installationList(c), installationRename(c), installationRotate(c), installationRevoke(c), installationDiscard(c))
}

func installationStart(c *call) *cobra.Command {
	cmd := verb("start CUSTOMER NAME", "Start an installation, and show the token of its service account this once.", operands("CUSTOMER", "NAME"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				started, err := a.Install(cmd.Context(), distr.NewInstallation{Name: args[1]})
				if err != nil {
					return err
				}
				return c.showStarted(a.ID(), started)
			})
		})
	cmd.Long = `The output is the token and nothing else. The installation's agents and CI pull with it,
as the password; it is kept nowhere.`
	cmd.Example = `  distr installation start globex "production cluster"`
	return cmd
}

func installationList(c *call) *cobra.Command {
	cmd := verb("list CUSTOMER", "List a customer's installations, revoked ones too.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				all, err := a.Installations(cmd.Context())
				if err != nil {
					return err
				}
				records := collect(all, func(s distr.InstallationState) installationRecord {
					return newInstallationRecord(a.ID(), s.Installation, s.Credential)
				})
				return list(c, records, `No installations yet. Start one with "distr installation start CUSTOMER NAME".`)
			})
		})
	cmd.Example = `  distr installation list globex`
	return cmd
}

func installationRename(c *call) *cobra.Command {
	cmd := verb("rename CUSTOMER INSTALLATION NAME", "Give an installation and its service account another name.",
		operands("CUSTOMER", "INSTALLATION", "NAME"),
		c.onInstallation(func(ctx context.Context, a *distr.Account, s distr.InstallationState, args []string) error {
			if err := a.RenameInstallation(ctx, s.ID, args[2]); err != nil {
				return err
			}
			return c.showInstallation(ctx, a, s.ID)
		}))
	cmd.Example = `  distr installation rename globex "production cluster" "production EU"`
	return cmd
}

func installationRotate(c *call) *cobra.Command {
	cmd := verb("rotate CUSTOMER INSTALLATION", "Give a service account a new token, and show it this once.",
		operands("CUSTOMER", "INSTALLATION"),
		c.onInstallation(func(ctx context.Context, a *distr.Account, s distr.InstallationState, _ []string) error {
			started, err := a.RotateInstallation(ctx, s.ID)
			if err != nil {
				return err
			}
			return c.showStarted(a.ID(), started)
		}))
	cmd.Long = `The old token is refused from the next request on. It is the customer's token, so only
their administrators rotate it: use --as.`
	cmd.Example = `  distr installation rotate globex "production cluster" --as ann@globex.example`
	return cmd
}

func installationRevoke(c *call) *cobra.Command {
	cmd := verb("revoke CUSTOMER INSTALLATION", "End a service account at once and for good.", operands("CUSTOMER", "INSTALLATION"),
		c.onInstallation(func(ctx context.Context, a *distr.Account, s distr.InstallationState, _ []string) error {
			if err := a.RevokeInstallation(ctx, s.ID); err != nil {
				return err
			}
			return c.showInstallation(ctx, a, s.ID)
		}))
	cmd.Long = `The installation stays in the list, and its name is free for another.`
	cmd.Example = `  distr installation revoke globex "production cluster"`
	return cmd
}

func installationDiscard(c *call) *cobra.Command {
	cmd := verb("discard CUSTOMER INSTALLATION", "Remove an installation and its service account.", operands("CUSTOMER", "INSTALLATION"),
		c.onInstallation(func(ctx context.Context, a *distr.Account, s distr.InstallationState, _ []string) error {
			if err := a.DiscardInstallation(ctx, s.ID); err != nil {
				return err
			}
			return c.say(map[string]any{"discarded": s.ID}, fmt.Sprintf("%s and its service account are gone.", s.Name))
		}))
	cmd.Example = `  distr installation discard globex "test cluster"`
	return cmd
}

// onInstallation runs fn with the installation that the second operand names.
func (c *call) onInstallation(fn func(context.Context, *distr.Account, distr.InstallationState, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			a, _, err := account(cmd.Context(), v, args[0])
			if err != nil {
				return err
			}
			found, err := installationOf(cmd.Context(), a, args[1])
			if err != nil {
				return err
			}
			return fn(cmd.Context(), a, found, args)
		})
	}
}

// installationOf finds an installation by its ID, or by its name among those that
// are live, or else by its name among all.
func installationOf(ctx context.Context, a *distr.Account, idOrName string) (distr.InstallationState, error) {
	all, err := a.Installations(ctx)
	if err != nil {
		return distr.InstallationState{}, err
	}
	for _, is := range []func(distr.InstallationState) bool{
		func(s distr.InstallationState) bool { return string(s.ID) == idOrName },
		func(s distr.InstallationState) bool { return s.Name == idOrName && s.Credential.Revoked.IsZero() },
		func(s distr.InstallationState) bool { return s.Name == idOrName },
	} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i], nil
		}
	}
	return distr.InstallationState{}, fmt.Errorf("installation %q of %s: %w; see \"distr installation list %[2]s\"", idOrName, a.ID(), tenant.ErrNotFound)
}

func (c *call) showInstallation(ctx context.Context, a *distr.Account, id tenant.InstallationID) error {
	now, err := installationOf(ctx, a, string(id))
	if err != nil {
		return err
	}
	return c.show(newInstallationRecord(a.ID(), now.Installation, now.Credential))
}

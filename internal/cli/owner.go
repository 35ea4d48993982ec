package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An owner is who has tokens: a customer, or the vendor's staff.
type owner struct {
	id     tenant.CustomerID // empty: the staff
	make   func(ctx context.Context, name string) (tenant.Credential, tenant.Token, error)
	list   func(context.Context) ([]tenant.Credential, error)
	revoke func(context.Context, tenant.CredentialID) error
}

func ownerOf(a *distr.Account) owner {
	return owner{id: a.ID(), make: a.NewToken, list: a.Tokens, revoke: a.RevokeToken}
}

func staffOf(v *distr.Vendor) owner {
	return owner{make: v.NewStaffToken, list: v.StaffTokens, revoke: v.RevokeStaffToken}
}

// newOwner is whom the command line names: the customer in front, or the staff.
func newOwner(ctx context.Context, v *distr.Vendor, staff bool, args []string) (owner, error) {
	if staff {
		return staffOf(v), nil
	}
	a, _, err := account(ctx, v, args[0])
	return ownerOf(a), err
}

// ownedBy checks the operands of a command that takes a customer or --staff in
// front of the others.
func ownedBy(staff *bool, others ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case *staff && len(args) > len(others):
			return misuse(cmd, "it is a customer's token or the staff's: leave out %q, or --staff", args[0])
		case *staff:
			return operands(others...)(cmd, args)
		case len(args) == 0:
			return misuse(cmd, "whose token? Name a CUSTOMER, or say --staff")
		default:
			return operands(append([]string{"CUSTOMER"}, others...)...)(cmd, args)
		}
	}
}

// allTokens are the staff's, then each customer's.
func allTokens(ctx context.Context, v *distr.Vendor) ([]tokenRecord, error) {
	customers, err := v.Customers(ctx, distr.CustomerQuery{})
	if err != nil {
		return nil, err
	}
	owners := []owner{staffOf(v)}
	for _, c := range customers {
		owners = append(owners, ownerOf(v.Account(c.ID)))
	}
	return listTokens(ctx, owners...)
}

// tokensOf are those of whom the command line names.
func tokensOf(ctx context.Context, v *distr.Vendor, staff bool, args []string) ([]tokenRecord, error) {
	who, err := newOwner(ctx, v, staff, args)
	if err != nil {
		return nil, err
	}
	return listTokens(ctx, who)
}

func listTokens(ctx context.Context, owners ...owner) (records []tokenRecord, err error) {
	for _, who := range owners {
		credentials, err := who.list(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range credentials {
			records = append(records, newTokenRecord(who.id, c))
		}
	}
	return records, nil
}

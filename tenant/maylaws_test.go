package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// everyStanding calls f for each that there is, with values that nobody keeps too.
func everyStanding(f func(tenant.Standing)) {
	var next func(who tenant.Standing, set []func(*tenant.Standing, bool))
	next = func(who tenant.Standing, set []func(*tenant.Standing, bool)) {
		if len(set) == 0 {
			f(who)
			return
		}
		for _, is := range []bool{false, true} {
			set[0](&who, is)
			next(who, set[1:])
		}
	}
	for _, side := range []tenant.Side{"", "super", tenant.OperatorSide, tenant.VendorSide, tenant.CustomerSide} {
		for _, role := range []tenant.Role{"", "root", tenant.Viewer, tenant.User, tenant.Administrator} {
			for _, level := range append([]tenant.Access{"all"}, levels[:]...) {
				next(tenant.Standing{Side: side, Role: role, Access: level}, []func(*tenant.Standing, bool){
					func(s *tenant.Standing, is bool) { s.Pending = is }, func(s *tenant.Standing, is bool) { s.Super = is },
					func(s *tenant.Standing, is bool) { s.Assigned = is }, func(s *tenant.Standing, is bool) { s.Open = is },
					func(s *tenant.Standing, is bool) { s.Archived = is },
					func(s *tenant.Standing, is bool) {
						if s.Features = nil; is {
							s.Features = tenant.StandardFeatures().Names()
						}
					},
				})
			}
		}
	}
}

// A law is something that holds of every standing and action.
type law struct {
	name string
	// more is a standing that may do at least what who may; of a law about one
	// standing alone it is nil, and never says when nothing is allowed.
	more  func(who tenant.Standing) tenant.Standing
	never func(who tenant.Standing, do tenant.Action) bool
}

func laws() []law {
	customer := func(who tenant.Standing) bool { return who.Side == tenant.CustomerSide }
	return []law{
		{name: "a higher role may no less", more: func(who tenant.Standing) tenant.Standing {
			switch who.Role {
			case "":
				who.Role = tenant.Viewer
			case tenant.Viewer:
				who.Role = tenant.User
			default:
				who.Role = tenant.Administrator
			}
			return who
		}},
		{name: "who has come may no less", more: func(who tenant.Standing) tenant.Standing { who.Pending = false; return who }},
		{name: "who sees prices may no less", more: func(who tenant.Standing) tenant.Standing { who.Super = true; return who }},
		{name: "who is assigned may no less", more: func(who tenant.Standing) tenant.Standing { who.Assigned = true; return who }},
		{name: "an open portal allows no less", more: func(who tenant.Standing) tenant.Standing { who.Open = true; return who }},
		{name: "unarchived, it allows no less", more: func(who tenant.Standing) tenant.Standing { who.Archived = false; return who }},
		{name: "more features allow no less", more: func(who tenant.Standing) tenant.Standing {
			who.Features = tenant.StandardFeatures().Names()
			return who
		}},
		{name: "a higher level allows no less", more: func(who tenant.Standing) tenant.Standing { who.Access = tenant.AccessFull; return who }},
		{name: "the level caps: at read-only all are viewers", more: func(who tenant.Standing) tenant.Standing {
			if customer(who) && who.Access == tenant.AccessReadOnly {
				who.Role = tenant.Viewer
			}
			return who
		}},
		{name: "the level caps: at read-only one may what a viewer may at full", more: func(who tenant.Standing) tenant.Standing {
			if customer(who) && who.Access == tenant.AccessReadOnly {
				who.Role, who.Access = tenant.Viewer, tenant.AccessFull
			}
			return who
		}},
		{name: "the level rewrites nothing: at full the stored role counts again", more: func(who tenant.Standing) tenant.Standing {
			if customer(who) && who.Access == tenant.AccessFull && who.Role == tenant.Viewer {
				who.Access = tenant.AccessReadOnly
			}
			return who
		}},
		{name: "the operator may what staff may", more: func(who tenant.Standing) tenant.Standing {
			if who.Side == tenant.VendorSide {
				who.Side = tenant.OperatorSide
			}
			return who
		}},
		{name: "disabled denies the customer's people everything", never: func(who tenant.Standing, _ tenant.Action) bool {
			return customer(who) && who.Access != tenant.AccessReadOnly && who.Access != tenant.AccessFull
		}},
		{name: "so do a closed portal and the archive", never: func(who tenant.Standing, _ tenant.Action) bool {
			return customer(who) && (!who.Open || who.Archived)
		}},
		{name: "who is pending may accept and no more", never: func(who tenant.Standing, do tenant.Action) bool {
			return who.Side != tenant.OperatorSide && who.Pending && do != tenant.JoinCustomer
		}},
		{name: "nobody may anything", never: func(who tenant.Standing, _ tenant.Action) bool {
			return who.Side == "" || who.Side == "super" || who.Side != tenant.OperatorSide && (who.Role == "" || who.Role == "root")
		}},
		{name: "prices are for who sees prices", never: func(who tenant.Standing, do tenant.Action) bool {
			prices := do == tenant.SeePrices || do == tenant.ManagePrices || do == tenant.LetSeePrices
			return prices && who.Side != tenant.OperatorSide && (customer(who) || !who.Super)
		}},
		{name: "who sees prices is said by Administrators", never: func(who tenant.Standing, do tenant.Action) bool {
			return do == tenant.LetSeePrices && who.Side != tenant.OperatorSide && who.Role != tenant.Administrator
		}},
		{name: "staff see no customer that they are not assigned to", never: func(who tenant.Standing, do tenant.Action) bool {
			return who.Side == tenant.VendorSide && do >= tenant.SeeCustomer && !who.Assigned && who.Role != tenant.Administrator
		}},
		{name: "of the vendor as a whole a customer's people may nothing", never: func(who tenant.Standing, do tenant.Action) bool {
			return customer(who) && do < tenant.SeeCustomer
		}},
		{name: "a feature that is off does not exist", never: func(who tenant.Standing, do tenant.Action) bool {
			return do == tenant.StartInstallation && !who.Features.Has(tenant.Deployments)
		}},
		{name: "an archived customer does not change", never: func(who tenant.Standing, do tenant.Action) bool {
			switch do {
			case tenant.SeeCustomer, tenant.SeeCustomerLog, tenant.SeeMembers, tenant.SeeTokens, tenant.SeeCustomerSecrets, tenant.SeeContracts, tenant.SeeAssets, tenant.SeeScans, tenant.ArchiveCustomer,
				tenant.RevokeServiceAccount, tenant.RevokeToken, tenant.RemoveMember, tenant.EndContracts: // to take access away is never too late
				return false
			default:
				return do >= tenant.SeeCustomer && who.Archived
			}
		}},
	}
}

func TestMayLaws(t *testing.T) {
	all, laws, allowed := actions(t), laws(), 0
	everyStanding(func(who tenant.Standing) {
		for do := range all {
			if !tenant.May(who, do).Allowed() {
				continue
			}
			allowed++
			for _, law := range laws {
				if law.never != nil && law.never(who, do) {
					require.Fail(t, law.name, "allowed: %s by %+v", do, who)
				}
				if law.more != nil && !tenant.May(law.more(who), do).Allowed() {
					require.Fail(t, law.name, "refused: %s by %+v", do, law.more(who))
				}
			}
		}
	})
	require.Positive(t, allowed)
}

// Whatever the level, the vendor's people may the same, but invite.
func TestTheLevelIsNothingToTheVendor(t *testing.T) {
	all := actions(t)
	everyStanding(func(who tenant.Standing) {
		if who.Side != tenant.VendorSide && who.Side != tenant.OperatorSide || who.Access != tenant.AccessFull {
			return
		}
		for do := range all {
			for _, level := range levels {
				at := who
				at.Access = level
				if do != tenant.InviteMember && tenant.May(at, do) != tenant.May(who, do) {
					require.Fail(t, "the level counts", "%s by %+v", do, at)
				}
			}
		}
	})
}

func TestUnknownActions(t *testing.T) {
	all := actions(t)
	everyStanding(func(who tenant.Standing) {
		for _, do := range []tenant.Action{0, tenant.CarryOutScans + 1, tenant.SeeCustomer - 1, tenant.ManageScans + 1, 255} {
			if _, known := all[do]; known || tenant.May(who, do).Reason != tenant.UnknownAction {
				require.Fail(t, "not unknown", "%d by %+v", do, who)
			}
		}
	})
}

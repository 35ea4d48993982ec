package storetest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// times puts instants that are written in many ways into every field that holds
// one.
func times(t T, s distr.Store) {
	east, west := time.FixedZone("UTC", 0), time.FixedZone("far west", -11*3600-1800)
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutProduct(newSample("times").product) })
	for i, when := range []time.Time{
		{},
		time.Time{}.In(west),
		time.Unix(0, 0).UTC(), // 1970 is not the zero time
		time.Unix(0, 1000).UTC(),
		time.Date(2026, time.March, 29, 1, 30, 0, 123_456_000, time.UTC),
		time.Date(2026, time.October, 25, 2, 30, 0, 999_999_000, west),
		time.Date(2026, time.October, 25, 2, 30, 0, 1000, east),
		time.Date(1969, time.December, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(1, time.January, 1, 0, 0, 0, 1000, time.UTC),
		time.Date(9999, time.December, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(2026, time.July, 1, 12, 0, 0, 1000, time.Local),
		time.Date(2026, time.July, 1, 12, 0, 0, 123_456_789, time.UTC), // finer than what a store has to keep
		time.Now(), //nolint:forbidigo // only the clock gives a time with a reading of the monotonic clock
	} {
		got := keepTimes(t, s, fmt.Sprint(i), when)
		for field, kept := range got {
			require.Equal(t, when.IsZero(), kept.IsZero(), "%s of %v: the zero time and no other comes back as the zero time", field, when)
			require.Same(t, time.UTC, kept.Location(), "%s of %v comes back in UTC", field, when)
			require.Equal(t, kept.Round(0), kept, "%s of %v comes back without a monotonic clock", field, when)
			require.Less(t, when.Sub(kept).Abs(), time.Microsecond, "%s of %v comes back as %v", field, when, kept)
		}
	}
}

// keepTimes puts the time into every field that holds one, and reads it back.
func keepTimes(t T, s distr.Store, id string, when time.Time) map[string]time.Time {
	t.Helper()
	c, product := tenant.CustomerID("times-"+id), entitlement.ProductID("times-"+id)
	credential := tenant.Credential{ID: "crd_1", Created: when, Rotated: when, Used: when, Revoked: when}
	member := tenant.Member{ID: "mbr_1", Email: address, Created: when, Joined: when, Invitation: tenant.Invitation{Sent: when, Expires: when}}
	update(t, s, acme, func(tx distr.VendorTx) error {
		for _, err := range []error{
			tx.AddCustomer(tenant.Customer{ID: c, Created: when, Profile: tenant.Profile{Access: tenant.AccessDisabled, Archived: when}}),
			tx.PutStaff(member),
			tx.PutProduct(entitlement.Product{ID: product, Kind: entitlement.Artifact, Created: when,
				Repositories: []entitlement.RepositoryPath{entitlement.RepositoryPath("times/" + id)}}),
			tx.PutRelease(product, entitlement.Release{Version: "1", At: when}, nil),
			tx.PutStaffCredential(credential),
			tx.PutSigningKey(distr.SigningKey{ID: "times", Created: when, Signs: when, Retires: when}),
			appendNext(tx, distr.Event{ID: distr.EventID("times-" + id), Time: when, Customer: c, Kind: "test.times", Data: []byte("{}")}),
			tx.PutPost(distr.Post{Courier: "times", Until: when, Next: when}),
			tx.PutEndpoint(distr.Endpoint{ID: "times", OldUntil: when, Created: when, Failing: when, Disabled: when}),
			tx.PutDeliveries([]distr.Delivery{{ID: "times", At: when}}),
			tx.PutLetter(distr.Letter{ID: distr.LetterID("times-" + id), Customer: c, Next: when, Sent: when, Created: when, Until: when}),
			tx.AddLot(license.Lot{ID: license.LotID("times-" + id), Purchased: when, Expires: when}),
			tx.PutSale(distr.Sale{Customer: c, Contract: "times", Sold: when, Next: when}),
			tx.AddCharge(distr.Charge{Customer: c, Contract: "times", Start: when, End: when, At: when}),
			tx.PutPulls([]distr.PullRecord{{ID: distr.PullID("times-" + id), Customer: c, Pull: entitlement.Pull{Time: when}}}),
		} {
			if err != nil {
				return err
			}
		}
		return edit(tx, c, func(ctx distr.CustomerTx) error {
			for _, err := range []error{
				ctx.PutCredential(credential), ctx.PutMember(member),
				ctx.PutInstallation(tenant.Installation{ID: "ins_1", Credential: "crd_1", Created: when}),
			} {
				if err != nil {
					return err
				}
			}
			if err := putScanTimes(ctx, when); err != nil {
				return err
			}
			return ctx.PutGrant(entitlement.Grant{ID: "grt_1", Product: product, Versions: entitlement.All(), Starts: when, Expires: when, Created: when})
		})
	})
	return look(t, s, acme, func(v distr.VendorView) (map[string]time.Time, error) {
		room, err := v.Open(c)
		if err != nil {
			return nil, err
		}
		customer, err1 := room.Customer()
		own, err2 := room.Credential("crd_1")
		grant, err3 := room.Grant("grt_1")
		sold, err4 := v.Product(product)
		releases, err5 := v.Releases(product)
		staff, err6 := v.StaffCredential("crd_1")
		events, err7 := v.Events(distr.EventQuery{Customer: c})
		pulls, err8 := v.Pulls(distr.PullQuery{Customer: c})
		keys, err9 := v.SigningKeys()
		people, err10 := v.Staff()
		members, err11 := room.Members()
		installations, err12 := room.Installations()
		post, err13 := v.Post("times")
		letter, err14 := v.Letter(distr.LetterID("times-" + id))
		endpoints, err15 := v.Endpoints()
		deliveries, err16 := v.Deliveries(distr.DeliveryQuery{})
		lots, err17 := v.Lots()
		sales, err18 := v.Sales(distr.SaleQuery{Customer: c})
		charges, err19 := v.Charges(distr.ChargeQuery{Customer: c})
		scans, err20 := scanTimes(room)
		for _, err := range []error{err17, err18, err19, err20, err1, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11, err12, err13, err14, err15, err16} {
			if err != nil {
				return nil, err
			}
		}
		for list, n := range map[string]int{
			"releases": len(releases), "events": len(events), "pulls": len(pulls), "keys": len(keys),
			"staff": len(people), "members": len(members), "installations": len(installations), "endpoints": len(endpoints),
			"sales": len(sales), "charges": len(charges),
		} {
			if n != 1 {
				return nil, fmt.Errorf("%d %s of %v: there is one of each", n, list, when)
			}
		}
		lot := lots[slices.IndexFunc(lots, func(l license.Lot) bool { return l.ID == license.LotID("times-"+id) })]
		all := map[string]time.Time{
			"Lot.Purchased": lot.Purchased, "Lot.Expires": lot.Expires, "Sale.Sold": sales[0].Sold, "Sale.Next": sales[0].Next,
			"Charge.Start": charges[0].Start, "Charge.End": charges[0].End, "Charge.At": charges[0].At,
			"Customer.Created": customer.Created, "Credential.Created": own.Created, "Credential.Revoked": own.Revoked,
			"Grant.Starts": grant.Starts, "Grant.Expires": grant.Expires, "Grant.Created": grant.Created,
			"Product.Created": sold.Created, "Release.At": releases[0].At,
			"StaffCredential.Created": staff.Created, "StaffCredential.Revoked": staff.Revoked,
			"SigningKey.Created": keys[0].Created, "SigningKey.Signs": keys[0].Signs, "SigningKey.Retires": keys[0].Retires,
			"Customer.Archived": customer.Archived, "Credential.Rotated": own.Rotated, "Credential.Used": own.Used,
			"StaffCredential.Rotated": staff.Rotated, "StaffCredential.Used": staff.Used,
			"Staff.Created": people[0].Created, "Staff.Joined": people[0].Joined, "Staff.Sent": people[0].Sent, "Staff.Expires": people[0].Expires,
			"Member.Created": members[0].Created, "Member.Joined": members[0].Joined, "Member.Sent": members[0].Sent, "Member.Expires": members[0].Expires,
			"Installation.Created": installations[0].Created,
			"Event.Time":           events[0].Time, "Pull.Time": pulls[0].Time,
			"Endpoint.OldUntil": endpoints[0].OldUntil, "Endpoint.Created": endpoints[0].Created,
			"Endpoint.Failing": endpoints[0].Failing, "Endpoint.Disabled": endpoints[0].Disabled, "Delivery.At": deliveries[0].At,
			"Post.Until": post.Until, "Post.Next": post.Next,
			"Letter.Next": letter.Next, "Letter.Sent": letter.Sent, "Letter.Created": letter.Created, "Letter.Until": letter.Until,
		}
		maps.Copy(all, scans)
		return all, nil
	})
}

package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An alteration is an update, and what Changed has to say about it.
type alteration struct {
	name string
	do   func(distr.VendorTx) error
	want distr.Changes // without the version
	same bool          // does not raise the version
}

func alterations() []alteration {
	s := newSample("changed")
	globex, initech := []tenant.CustomerID{customerID}, []tenant.CustomerID{"initech"}
	app := []entitlement.ProductID{productID}
	inGlobex := func(fn func(distr.CustomerTx) error) func(distr.VendorTx) error {
		return func(tx distr.VendorTx) error { return edit(tx, customerID, fn) }
	}
	return slices.Concat([]alteration{
		{"AddCustomer", func(tx distr.VendorTx) error { return tx.AddCustomer(s.customer) }, distr.Changes{Customers: globex}, false},
		{"AddCustomer of another one", func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: "initech"}) }, distr.Changes{Customers: initech}, false},
		{"PutProduct", func(tx distr.VendorTx) error { return tx.PutProduct(s.product) }, distr.Changes{Vendor: true}, false},
		{"PutProduct of another one", func(tx distr.VendorTx) error {
			return tx.PutProduct(entitlement.Product{ID: "tool", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"tool"}})
		}, distr.Changes{Vendor: true}, false},
		{"PutRelease", func(tx distr.VendorTx) error { return tx.PutRelease(productID, s.release, s.closures) }, distr.Changes{Products: app}, false},
		{"MoveRelease", func(tx distr.VendorTx) error { return tx.MoveRelease(productID, s.move, s.moved) }, distr.Changes{Products: app}, false},
		{"PutReferrer", func(tx distr.VendorTx) error { return tx.PutReferrer(productID, imagePath, s.referrer) }, distr.Changes{Products: app}, false},
		{"PutUpstream", func(tx distr.VendorTx) error { return putUpstream(tx, s) }, distr.Changes{Vendor: true}, false},
		{"PutUpstream of all others", func(tx distr.VendorTx) error { return tx.PutUpstream(distr.Upstream{}) }, distr.Changes{Vendor: true}, false},
		{"RemoveUpstream", func(tx distr.VendorTx) error { return tx.RemoveUpstream(s.upstream.Repository) }, distr.Changes{Vendor: true}, false},
		{"PutSigningKey", func(tx distr.VendorTx) error { return putSigningKey(tx, s) }, distr.Changes{Vendor: true}, false},
		{"RemoveSigningKey", func(tx distr.VendorTx) error { return tx.RemoveSigningKey(s.key.ID) }, distr.Changes{Vendor: true}, false},
		{"PutPulls", func(tx distr.VendorTx) error { return putPull(tx, s) }, distr.Changes{}, true},
		{"PutPulls of an entry that has grown", func(tx distr.VendorTx) error {
			grown := s.pull
			grown.Bytes++
			return tx.PutPulls([]distr.PullRecord{grown})
		}, distr.Changes{}, true},
		{"PutStaffCredential", func(tx distr.VendorTx) error { return tx.PutStaffCredential(s.credential) }, distr.Changes{Vendor: true}, false},
		{"PutStaffCredential that revokes", func(tx distr.VendorTx) error {
			return tx.PutStaffCredential(s.credential.Revoke(at(50)))
		}, distr.Changes{Vendor: true}, false},
		{"SetSecretKey", func(tx distr.VendorTx) error { return tx.SetSecretKey(s.secretKey) }, distr.Changes{Vendor: true}, false},
		{"PutSecret", func(tx distr.VendorTx) error { return tx.PutSecret(s.secret) }, distr.Changes{Vendor: true}, false},
		{"RemoveSecret", func(tx distr.VendorTx) error { return tx.RemoveSecret(s.secret.Key) }, distr.Changes{Vendor: true}, false},
		{"SetSettings", func(tx distr.VendorTx) error { return tx.SetSettings(s.settings) }, distr.Changes{Vendor: true}, false},
		{"PutStaff", func(tx distr.VendorTx) error { return putStaff(tx, s) }, distr.Changes{Vendor: true}, false},
		{"Assign", func(tx distr.VendorTx) error { return tx.Assign(memberID, customerID) }, distr.Changes{Vendor: true}, false},
		{"Assign of whom is assigned", func(tx distr.VendorTx) error { return tx.Assign(memberID, customerID) }, distr.Changes{}, true},
		{"Unassign", func(tx distr.VendorTx) error { return tx.Unassign(memberID, customerID) }, distr.Changes{Vendor: true}, false},
		{"RemoveStaff", func(tx distr.VendorTx) error { return tx.RemoveStaff(memberID) }, distr.Changes{Vendor: true}, false},
		{"Append", func(tx distr.VendorTx) error { return appendNext(tx, s.first) }, distr.Changes{}, false},
		{"Append of another one", func(tx distr.VendorTx) error { return appendNext(tx, s.event) }, distr.Changes{}, false},
		{"RemoveEvents", func(tx distr.VendorTx) error { return tx.RemoveEvents(s.checkpoint) }, distr.Changes{}, false},
		{"RefileEvents", func(tx distr.VendorTx) error { return refileEvents(tx, s) }, distr.Changes{}, true},
		{"PutPost", func(tx distr.VendorTx) error { return putPost(tx, s) }, distr.Changes{}, true},
		{"RemovePost", func(tx distr.VendorTx) error { return tx.RemovePost(s.post.Courier) }, distr.Changes{}, true},
		{"PutLetter", func(tx distr.VendorTx) error { return tx.PutLetter(s.letter) }, distr.Changes{}, true},
		{"RemoveLetters", func(tx distr.VendorTx) error { return tx.RemoveLetters(at(59)) }, distr.Changes{}, true},
		{"PutLetterTemplate", func(tx distr.VendorTx) error { return tx.PutLetterTemplate(s.template) }, distr.Changes{Vendor: true}, false},
		{"RemoveLetterTemplate", func(tx distr.VendorTx) error { return tx.RemoveLetterTemplate(s.template.Name) }, distr.Changes{Vendor: true}, false},
		{"SetMailSettings", func(tx distr.VendorTx) error { return tx.SetMailSettings(s.mail) }, distr.Changes{Vendor: true}, false},
		{"PutEndpoint", func(tx distr.VendorTx) error { return putEndpoint(tx, s) }, distr.Changes{}, true},
		{"PutDeliveries", func(tx distr.VendorTx) error { return putDeliveries(tx, s) }, distr.Changes{}, true},
		{"RemoveDeliveries", func(tx distr.VendorTx) error { return tx.RemoveDeliveries("dlv_2") }, distr.Changes{}, true},
		{"RemoveEndpoint", func(tx distr.VendorTx) error { return tx.RemoveEndpoint(endpointID) }, distr.Changes{}, true},
		{"SetProfile", inGlobex(func(c distr.CustomerTx) error { return c.SetProfile(s.profile) }), distr.Changes{Customers: globex}, false},
		{"PutCredential", inGlobex(func(c distr.CustomerTx) error { return c.PutCredential(s.credential) }), distr.Changes{Customers: globex}, false},
		{"PutGrant", inGlobex(func(c distr.CustomerTx) error { return c.PutGrant(s.grant) }), distr.Changes{Customers: globex}, false},
		{"PutGrant in place of another", inGlobex(func(c distr.CustomerTx) error {
			g := s.grant
			g.Expires = at(49)
			return c.PutGrant(g)
		}), distr.Changes{Customers: globex}, false},
		{"PutLogin", inGlobex(func(c distr.CustomerTx) error { return putLogin(c, s) }), distr.Changes{Customers: globex}, false},
		{"RemoveLogin", inGlobex(func(c distr.CustomerTx) error { return c.RemoveLogin(grantID) }), distr.Changes{Customers: globex}, false},
		{"PutMember", inGlobex(func(c distr.CustomerTx) error { return putMember(c, s) }), distr.Changes{Customers: globex}, false},
		{"RemoveMember", inGlobex(func(c distr.CustomerTx) error { return c.RemoveMember(memberID) }), distr.Changes{Customers: globex}, false},
		{"PutInstallation", inGlobex(func(c distr.CustomerTx) error { return putInstallation(c, s) }), distr.Changes{Customers: globex}, false},
		{"SetSecretKey of a customer", inGlobex(func(c distr.CustomerTx) error { return c.SetSecretKey(s.secretKey) }), distr.Changes{Customers: globex}, false},
		{"PutSecret of a customer", inGlobex(func(c distr.CustomerTx) error { return c.PutSecret(s.secret) }), distr.Changes{Customers: globex}, false},
		{"RemoveSecret of a customer", inGlobex(func(c distr.CustomerTx) error { return c.RemoveSecret(s.secret.Key) }), distr.Changes{Customers: globex}, false},
		{"PutSecretUse", inGlobex(func(c distr.CustomerTx) error { return putSecretUses(c, s) }), distr.Changes{}, true},
		{"PutContract", inGlobex(func(c distr.CustomerTx) error { return c.PutContract(s.contract) }), distr.Changes{Customers: globex}, false},
		{"RecordUse", inGlobex(func(c distr.CustomerTx) error { return recordUse(c, s) }), distr.Changes{}, true},
		{"PutMeter", inGlobex(func(c distr.CustomerTx) error { return c.PutMeter(s.meter) }), distr.Changes{}, true},
		{"PutAssets", inGlobex(func(c distr.CustomerTx) error { return c.PutAssets(s.assets) }), distr.Changes{}, true},
		{"SetAssetCount", inGlobex(func(c distr.CustomerTx) error { return c.SetAssetCount(s.counted) }), distr.Changes{}, true},
		{"PutActivity", func(tx distr.VendorTx) error {
			return tx.PutActivity([]distr.Activity{s.activity, s.ofStaff()})
		}, distr.Changes{}, true},
		{"RemoveInstallation", inGlobex(func(c distr.CustomerTx) error { return c.RemoveInstallation(installationID) }), distr.Changes{Customers: globex}, false},
		{"nothing", func(distr.VendorTx) error { return nil }, distr.Changes{}, true},
		{"reading", func(tx distr.VendorTx) error { roomLines(tx); return nil }, distr.Changes{}, true},
		{"several things", func(tx distr.VendorTx) error {
			g, r := s.grant, s.release
			g.ID, g.Product, r.Version = "grt_tool", "tool", "0.1.0"
			if err := tx.PutRelease("tool", r, nil); err != nil {
				return err
			}
			if err := putPull(tx, s); err != nil {
				return err
			}
			return edit(tx, "initech", func(c distr.CustomerTx) error { return c.PutGrant(g) })
		}, distr.Changes{Customers: initech, Products: []entitlement.ProductID{"tool"}}, false},
	}, priceAlterations(s), scanAlterations(s))
}

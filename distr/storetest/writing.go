package storetest

import (
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A writing is one use of one method that changes a room, R: with the sample's
// record, so that the same writing in two rooms differs in the mark only.
type writing[R any] struct {
	method string
	reach  reach
	do     func(R, *sample) error
}

// A reach is how far a writing in a vendor's room goes.
type reach int

const (
	vendorOnly   reach = iota // no customer has to do with it
	forCustomer               // it names a customer, and can be done once for each
	intoCustomer              // that, and it changes the customer's room
	unseen                    // nothing changes that a room tells
)

// vendorWritings uses each method that changes a vendor's room, in an order in
// which each finds what it needs.
func vendorWritings() []writing[distr.VendorTx] {
	return slices.Concat([]writing[distr.VendorTx]{
		{"AddCustomer", intoCustomer, func(tx distr.VendorTx, s *sample) error { return tx.AddCustomer(s.customer) }},
		{"Edit", intoCustomer, func(tx distr.VendorTx, s *sample) error {
			c, err := tx.Edit(s.customer.ID)
			if err != nil {
				return err
			}
			p := s.profile
			p.Name = "Edited: " + p.Name // SetProfile, tried later, changes it once more
			return c.SetProfile(p)
		}},
		{"PutProduct", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutProduct(s.product) }},
		{"PutRelease", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutRelease(s.product.ID, s.release, s.closures) }},
		{"MoveRelease", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.MoveRelease(s.product.ID, s.move, s.moved) }},
		{"PutReferrer", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutReferrer(s.product.ID, imagePath, s.referrer) }},
		{"PutUpstream", vendorOnly, putUpstream},
		{"RemoveUpstream", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveUpstream(s.upstream.Repository) }},
		{"PutUpstream", vendorOnly, putUpstream}, // again: what was removed could not be looked for
		{"PutSigningKey", vendorOnly, putSigningKey},
		{"RemoveSigningKey", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveSigningKey(s.key.ID) }},
		{"PutSigningKey", vendorOnly, putSigningKey},
		{"SetSecretKey", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.SetSecretKey(s.secretKey) }},
		{"PutSecret", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutSecret(s.secret) }},
		{"RemoveSecret", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveSecret(s.secret.Key) }},
		{"PutSecret", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutSecret(s.secret) }},
		{"SetSettings", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.SetSettings(s.settings) }},
		{"PutStaff", vendorOnly, putStaff},
		{"RemoveStaff", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveStaff(s.member.ID) }},
		{"PutStaff", vendorOnly, putStaff},
		{"Assign", forCustomer, assign},
		{"Unassign", forCustomer, func(tx distr.VendorTx, s *sample) error { return tx.Unassign(s.member.ID, s.customer.ID) }},
		{"Assign", forCustomer, assign},
		{"PutStaffCredential", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutStaffCredential(s.credential) }},
		{"PutActivity", vendorOnly, func(tx distr.VendorTx, s *sample) error {
			s.seenAll = []distr.Activity{s.ofStaff()}
			return tx.PutActivity(s.seenAll)
		}},
		{"Append", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.Append(s.first) }},
		{"RemoveEvents", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveEvents(s.checkpoint) }},
		{"RefileEvents", unseen, refileEvents},
		{"PutPost", vendorOnly, putPost},
		{"RemovePost", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemovePost(s.post.Courier) }},
		{"PutPost", vendorOnly, putPost},
		{"PutLetterTemplate", vendorOnly, putTemplate},
		{"RemoveLetterTemplate", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveLetterTemplate(s.template.Name) }},
		{"PutLetterTemplate", vendorOnly, putTemplate},
		{"SetMailSettings", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.SetMailSettings(s.mail) }},
		{"PutLetter", forCustomer, func(tx distr.VendorTx, s *sample) error {
			l := s.letter
			l.State = distr.LetterFailed
			return tx.PutLetter(l)
		}},
		{"RemoveLetters", vendorOnly, func(tx distr.VendorTx, _ *sample) error { return tx.RemoveLetters(at(59)) }},
		{"PutLetter", forCustomer, func(tx distr.VendorTx, s *sample) error { return tx.PutLetter(s.letter) }},
		{"PutEndpoint", vendorOnly, putEndpoint},
		{"PutDeliveries", vendorOnly, putDeliveries},
		{"RemoveDeliveries", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveDeliveries(s.deliveries[1].ID) }},
		{"RemoveEndpoint", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemoveEndpoint(s.endpoint.ID) }},
		{"PutEndpoint", vendorOnly, putEndpoint},
		{"PutDeliveries", vendorOnly, putDeliveries},
		{"Append", forCustomer, func(tx distr.VendorTx, s *sample) error { return tx.Append(s.event) }},
		{"PutPulls", forCustomer, putPull},
	}, priceWritings(), scheduleWritings[distr.VendorTx](vendorOnly))
}

// customerWritings uses each method that changes a customer's room.
func customerWritings() []writing[distr.CustomerTx] {
	return append([]writing[distr.CustomerTx]{
		{"SetProfile", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.SetProfile(s.profile) }},
		{"PutCredential", intoCustomer, putCredential},
		{"PutGrant", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutGrant(s.grant) }},
		{"PutLogin", intoCustomer, putLogin},
		{"RemoveLogin", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.RemoveLogin(s.grant.ID) }},
		{"PutLogin", intoCustomer, putLogin},
		{"PutMember", intoCustomer, putMember},
		{"RemoveMember", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.RemoveMember(s.member.ID) }},
		{"PutMember", intoCustomer, putMember},
		{"PutInstallation", intoCustomer, putInstallation},
		{"RemoveInstallation", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.RemoveInstallation(s.installation.ID) }},
		{"PutCredential", intoCustomer, putCredential}, // again: it went along
		{"PutInstallation", intoCustomer, putInstallation},
		{"SetSecretKey", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.SetSecretKey(s.secretKey) }},
		{"PutSecret", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutSecret(s.secret) }},
		{"RemoveSecret", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.RemoveSecret(s.secret.Key) }},
		{"PutSecret", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutSecret(s.secret) }},
		{"PutSecretUse", intoCustomer, putSecretUses},
		{"PutContract", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutContract(s.contract) }},
		{"RecordUse", intoCustomer, recordUse},
		{"PutMeter", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutMeter(s.meter) }},
		{"PutAssets", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.PutAssets(s.assets) }},
		{"SetAssetCount", intoCustomer, func(tx distr.CustomerTx, s *sample) error { return tx.SetAssetCount(s.counted) }},
	}, scanWritings()...)
}

// lateWritings uses those methods of a vendor's room that change what lies in a
// customer's, after customerWritings. They show there and nowhere else.
func lateWritings() []writing[distr.VendorTx] {
	return []writing[distr.VendorTx]{
		{"PutActivity", intoCustomer, func(tx distr.VendorTx, s *sample) error {
			s.seenAll = []distr.Activity{s.activity}
			return tx.PutActivity(s.seenAll)
		}},
	}
}

func putPull(tx distr.VendorTx, s *sample) error {
	s.pulls = []distr.PullRecord{s.pull}
	return tx.PutPulls(s.pulls)
}

func putEndpoint(tx distr.VendorTx, s *sample) error       { return tx.PutEndpoint(s.endpoint) }
func putDeliveries(tx distr.VendorTx, s *sample) error     { return tx.PutDeliveries(s.deliveries) }
func putPost(tx distr.VendorTx, s *sample) error           { return tx.PutPost(s.post) }
func putTemplate(tx distr.VendorTx, s *sample) error       { return tx.PutLetterTemplate(s.template) }
func putUpstream(tx distr.VendorTx, s *sample) error       { return tx.PutUpstream(s.upstream) }
func putSigningKey(tx distr.VendorTx, s *sample) error     { return tx.PutSigningKey(s.key) }
func putStaff(tx distr.VendorTx, s *sample) error          { return tx.PutStaff(s.member) }
func assign(tx distr.VendorTx, s *sample) error            { return tx.Assign(s.member.ID, s.customer.ID) }
func putCredential(tx distr.CustomerTx, s *sample) error   { return tx.PutCredential(s.credential) }
func putMember(tx distr.CustomerTx, s *sample) error       { return tx.PutMember(s.member) }
func putInstallation(tx distr.CustomerTx, s *sample) error { return tx.PutInstallation(s.installation) }
func putLogin(tx distr.CustomerTx, s *sample) error        { return tx.PutLogin(s.grant.ID, s.login) }

func refileEvents(tx distr.VendorTx, _ *sample) error {
	_, err := tx.RefileEvents()
	return err
}

// edit does something in a customer's room.
func edit(tx distr.VendorTx, id tenant.CustomerID, fn func(distr.CustomerTx) error) error {
	c, err := tx.Edit(id)
	if err != nil {
		return err
	}
	return fn(c)
}

// appendNext writes down an event behind the last one.
func appendNext(tx distr.VendorTx, e distr.Event) error {
	last, err := tx.LastEvent()
	if err != nil {
		return err
	}
	e.Seq = last.Seq + 1
	return tx.Append(e)
}

// fill does every writing once.
func fill(tx distr.VendorTx, mark string) error {
	for _, w := range vendorWritings() {
		if err := w.do(tx, newSample(mark)); err != nil {
			return err
		}
	}
	err := edit(tx, customerID, func(c distr.CustomerTx) error {
		for _, w := range customerWritings() {
			if err := w.do(c, newSample(mark)); err != nil {
				return err
			}
		}
		return nil
	})
	for _, w := range lateWritings() {
		err = errors.Join(err, w.do(tx, newSample(mark)))
	}
	return err
}

package storetest

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A refusal is something that a room has to refuse, and with what.
type refusal struct {
	name string
	do   func(tx distr.VendorTx, s *sample) error
	want error
}

func refusals() []refusal {
	return []refusal{
		{"a customer of an ID that is taken", func(tx distr.VendorTx, s *sample) error { return tx.AddCustomer(s.customer) }, tenant.ErrConflict},
		{"a product with another one's repository", func(tx distr.VendorTx, s *sample) error {
			s.product.ID, s.product.Repositories = "thief", []entitlement.RepositoryPath{"a/free/one", chartPath, "z/free/one"}
			return tx.PutProduct(s.product)
		}, tenant.ErrConflict},
		{"a product that takes another one's repository when it is replaced", func(tx distr.VendorTx, s *sample) error {
			s.product.ID, s.product.Repositories = "rival", []entitlement.RepositoryPath{imagePath, "rival"}
			return tx.PutProduct(s.product)
		}, tenant.ErrConflict},
		{"a release of a version that is there", func(tx distr.VendorTx, s *sample) error {
			return tx.PutRelease(s.product.ID, s.release, s.closures)
		}, tenant.ErrConflict},
		{"a release of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			return tx.PutRelease("APP", s.release, s.closures)
		}, tenant.ErrNotFound},
		{"a move of a release that is not there", func(tx distr.VendorTx, s *sample) error {
			s.move.Version = "1.4"
			return tx.MoveRelease(s.product.ID, s.move, s.moved)
		}, tenant.ErrNotFound},
		{"a move of another product's release", func(tx distr.VendorTx, s *sample) error {
			return tx.MoveRelease("rival", s.move, s.moved)
		}, tenant.ErrNotFound},
		{"a move of a release of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			return tx.MoveRelease("APP", s.move, s.moved)
		}, tenant.ErrNotFound},
		{"a referrer of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			return tx.PutReferrer("APP", imagePath, s.referrer)
		}, tenant.ErrNotFound},
		{"the removal of an upstream that is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemoveUpstream(chartPath)
		}, tenant.ErrNotFound},
		{"the removal of the upstream of all others, which is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemoveUpstream("")
		}, tenant.ErrNotFound},
		{"the removal of a signing key that is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemoveSigningKey("KEY_1")
		}, tenant.ErrNotFound},
		{"an event of an ID that is taken", func(tx distr.VendorTx, s *sample) error {
			s.event.Seq++
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"an event of an ID that is taken, for another customer", func(tx distr.VendorTx, s *sample) error {
			s.event.Seq, s.event.Customer = s.event.Seq+1, ""
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"an event of a number that is taken", func(tx distr.VendorTx, s *sample) error {
			s.event.ID = "other"
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"an event of a number that was removed", func(tx distr.VendorTx, s *sample) error {
			s.first.ID = "other"
			return tx.Append(s.first)
		}, tenant.ErrConflict},
		{"an event that leaves out a number", func(tx distr.VendorTx, s *sample) error {
			s.event.ID, s.event.Seq = "other", s.event.Seq+2
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"an event without a number", func(tx distr.VendorTx, s *sample) error {
			s.event.ID, s.event.Seq = "other", 0
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"an event whose ID says another number", func(tx distr.VendorTx, s *sample) error {
			last, err := tx.LastEvent()
			if err != nil {
				return err
			}
			s.event.ID, s.event.Seq = distr.EventID(fmt.Sprintf("evt_%d_x", last.Seq)), last.Seq+1
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"the removal of events up to one that is not there", func(tx distr.VendorTx, s *sample) error {
			s.checkpoint.Seq = 3
			return tx.RemoveEvents(s.checkpoint)
		}, tenant.ErrConflict},
		{"the removal of events up to one that was removed", func(tx distr.VendorTx, s *sample) error {
			return tx.RemoveEvents(s.checkpoint)
		}, tenant.ErrConflict},
		{"the removal of a courier that is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemovePost("WEBHOOK/end_1")
		}, tenant.ErrNotFound},
		{"the removal of a template that is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemoveLetterTemplate("INVITATION")
		}, tenant.ErrNotFound},
		{"the removal of an endpoint that is not there", func(tx distr.VendorTx, _ *sample) error {
			return tx.RemoveEndpoint("END_1")
		}, tenant.ErrNotFound},
		{"a grant of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			s.grant.Product = "APP"
			return edit(tx, customerID, func(c distr.CustomerTx) error { return c.PutGrant(s.grant) })
		}, tenant.ErrNotFound},
		{"a login of a grant that is not there", func(tx distr.VendorTx, s *sample) error {
			return edit(tx, customerID, func(c distr.CustomerTx) error { return c.PutLogin("GRT_1", s.login) })
		}, tenant.ErrNotFound},
		{"a login of another customer's grant", func(tx distr.VendorTx, s *sample) error {
			return edit(tx, "rival", func(c distr.CustomerTx) error { return c.PutLogin(grantID, s.login) })
		}, tenant.ErrNotFound},
		{"the removal of a login that is not there", func(tx distr.VendorTx, _ *sample) error {
			return edit(tx, customerID, func(c distr.CustomerTx) error { return c.RemoveLogin("GRT_1") })
		}, tenant.ErrNotFound},
		{"the removal of another customer's login", func(tx distr.VendorTx, _ *sample) error {
			return edit(tx, "rival", func(c distr.CustomerTx) error { return c.RemoveLogin(grantID) })
		}, tenant.ErrNotFound},
		{"an edit of a customer who is not there", func(tx distr.VendorTx, _ *sample) error {
			_, err := tx.Edit("Globex")
			return err
		}, tenant.ErrNotFound},
	}
}

package storetest

import (
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenMachines go wrong only after something else has happened, or only for those
// who have another's name.
func brokenMachines() []broken {
	return []broken{
		{"folds the case of vendors", "Machine", "conflict", func() distr.Store { return foldedVendors{memory.New(), strings.ToLower} }},
		{"crosses the removal of members", "Machine", "not found", func() distr.Store {
			return crossing{memory.New(), "", "RemoveMember", true, false}
		}},
		{"crosses the use of credentials", "Machine", "the rooms of ", func() distr.Store {
			return crossing{memory.New(), "PutActivity", "", true, false}
		}},
		{"shows assignments to the twin", "Machine", "assigned", func() distr.Store {
			return crossing{memory.New(), "Assignments", "", false, true}
		}},
		{"shows where the twin's people are members", "Machine", "membership", func() distr.Store {
			return crossing{memory.New(), "Memberships", "", false, true}
		}},
		{"lists a member of the customer before", "Machine", "the rooms of ", bendView(func(v distr.VendorView) distr.VendorView { return &leftoverView{VendorView: v} })},
	}
}

// leftoverView shows the people of one customer to the next one who has none.
type leftoverView struct {
	distr.VendorView
	members []tenant.Member
}

func (v *leftoverView) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	c, err := v.VendorView.Open(id)
	return leftoverCustomer{c, v}, err
}

type leftoverCustomer struct {
	distr.CustomerView
	vendor *leftoverView
}

func (c leftoverCustomer) Members() ([]tenant.Member, error) {
	list, err := c.CustomerView.Members()
	if len(list) == 0 {
		return c.vendor.members, err
	}
	c.vendor.members = list
	return list, err
}

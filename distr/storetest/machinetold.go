package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineEndpoints() []distr.EndpointID { return []distr.EndpointID{endpointID, "end_2"} }
func machineDeliveries() []distr.DeliveryID {
	return []distr.DeliveryID{"dlv_1", "dlv_2", "dlv_3"}
}
func machineLetters() []distr.LetterID { return []distr.LetterID{"ltr_1", "ltr_2"} }
func machineMinutes() []int            { return []int{30, 31, 32} }
func machineTemplates() []string       { return []string{"invitation", "welcome"} }

// toldMoves change who is told what happens, by webhook or by letter.
func toldMoves() []moving[distr.VendorTx] {
	return []moving[distr.VendorTx]{
		{"PutEndpoint", func(m *machine, r room) moveAtVendor {
			e := m.fresh(r).endpoint
			e.ID = pick(m.choose, "endpoint", machineEndpoints()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutEndpoint(e) }, then: func() { m.rooms.put(r, e, "endpoint", e.ID) }}
		}},
		{"RemoveEndpoint", (*machine).removeEndpoint},
		{"PutDeliveries", func(m *machine, r room) moveAtVendor {
			list := m.fresh(r).deliveries
			for i := range list { // perhaps one twice
				list[i].ID, list[i].Endpoint = pick(m.choose, "delivery", machineDeliveries()...), pick(m.choose, "endpoint", machineEndpoints()...)
			}
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutDeliveries(list) }, then: func() {
				for _, d := range list {
					m.rooms.put(r, d, "delivery", d.ID)
				}
			}}
		}},
		{"RemoveDeliveries", func(m *machine, r room) moveAtVendor {
			before := pick(m.choose, "delivery", machineDeliveries()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.RemoveDeliveries(before) }, then: func() {
				for _, id := range machineDeliveries() {
					if id < before {
						m.rooms.remove(r, "delivery", id)
					}
				}
			}}
		}},
		{"PutLetter", func(m *machine, r room) moveAtVendor {
			l := m.fresh(r).letter
			l.ID, l.Customer = pick(m.choose, "letter", machineLetters()...), pick(m.choose, "customer", m.pair.customers[:]...)
			l.State = pick(m.choose, "state", distr.LetterWaiting, distr.LetterSent, distr.LetterFailed)
			l.Created, l.Sent = at(pick(m.choose, "created", machineMinutes()...)), at(pick(m.choose, "sent", machineMinutes()...))
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutLetter(l) }, then: func() { m.rooms.put(r, l, "letter", l.ID) }}
		}},
		{"RemoveLetters", func(m *machine, r room) moveAtVendor {
			before := at(pick(m.choose, "before", machineMinutes()...))
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.RemoveLetters(before) }, then: func() {
				for _, id := range machineLetters() {
					if l, there := m.rooms[r][rowName([]any{"letter", id})].(distr.Letter); there && l.Over(before) {
						m.rooms.remove(r, "letter", id)
					}
				}
			}}
		}},
		{"PutLetterTemplate", func(m *machine, r room) moveAtVendor {
			l := m.fresh(r).template
			l.Name = pick(m.choose, "template", machineTemplates()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutLetterTemplate(l) }, then: func() { m.rooms.put(r, l, "template", l.Name) }}
		}},
		{"RemoveLetterTemplate", func(m *machine, r room) moveAtVendor {
			name := pick(m.choose, "template", machineTemplates()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemoveLetterTemplate(name) },
				want: unless(m.rooms.has(r, "template", name), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "template", name) },
			}
		}},
		{"SetMailSettings", func(m *machine, r room) moveAtVendor {
			s := m.fresh(r).mail
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.SetMailSettings(s) }, then: func() { m.rooms.put(r, s, "mail settings") }}
		}},
	}
}

// removeEndpoint takes what it was told along.
func (m *machine) removeEndpoint(r room) moveAtVendor {
	id := pick(m.choose, "endpoint", machineEndpoints()...)
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.RemoveEndpoint(id) },
		want: unless(m.rooms.has(r, "endpoint", id), tenant.ErrNotFound),
		then: func() {
			m.rooms.remove(r, "endpoint", id)
			for _, d := range machineDeliveries() {
				if told, there := m.rooms[r][rowName([]any{"delivery", d})].(distr.Delivery); there && told.Endpoint == id {
					m.rooms.remove(r, "delivery", d)
				}
			}
		},
	}
}

func tellTold(t *teller, v distr.VendorView, own room) {
	endpoints, err := v.Endpoints()
	tells(t, endpoints, err, own, func(_ int, e distr.Endpoint) []any { return []any{"endpoint", e.ID} })
	deliveries, err := v.Deliveries(distr.DeliveryQuery{})
	tells(t, deliveries, err, own, func(_ int, d distr.Delivery) []any { return []any{"delivery", d.ID} })
	letters, err := v.Letters(distr.LetterQuery{})
	tells(t, letters, err, own, func(_ int, l distr.Letter) []any { return []any{"letter", l.ID} })
	templates, err := v.LetterTemplates()
	tells(t, templates, err, own, func(_ int, l distr.LetterTemplate) []any { return []any{"template", l.Name} })
	mail, err := v.MailSettings()
	tells(t, given(mail), err, own, func(int, distr.MailSettings) []any { return []any{"mail settings"} })
}

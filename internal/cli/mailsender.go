package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A senderRecord is in whose name letters are sent.
type senderRecord struct {
	From     tenant.Email  `json:"from"`
	Name     string        `json:"name"`
	ReplyTo  tenant.Email  `json:"reply_to"`
	Domain   tenant.Domain `json:"dkim_domain"` // empty: letters are not signed
	Selector string        `json:"dkim_selector"`
	Warning  string        `json:"warning"` // empty: there is nothing to say
}

func newSenderRecord(m distr.MailSettings) senderRecord {
	return senderRecord{m.From, m.Name, m.ReplyTo, m.Domain, m.Selector, misaligned(m)}
}

func (r senderRecord) fields() []field {
	fields := []field{
		{"from", string(r.From)},
		{"name", r.Name},
		{"reply to", string(r.ReplyTo)},
		{"signed for", string(r.Domain)},
		{"selector", r.Selector},
	}
	if r.Warning != "" {
		fields = append(fields, field{"warning", r.Warning})
	}
	return fields
}

func mailSender(c *call) *cobra.Command {
	var from, name, reply string
	cmd := verb("sender [--from EMAIL] [--name N] [--reply-to EMAIL]", "Show or change in whose name letters are sent.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			given := cmd.Flags().Changed
			if !given("from") && !given("name") && !given("reply-to") {
				return c.as(cmd.Context(), func(v *distr.Vendor) error {
					m, err := v.MailSettings(cmd.Context())
					if err != nil {
						return err
					}
					return c.show(newSenderRecord(m))
				})
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				m, err := v.MailSettings(cmd.Context())
				if err != nil {
					return err
				}
				s := distr.MailSender{From: string(m.From), Name: m.Name, ReplyTo: string(m.ReplyTo)}
				for flag, to := range map[string]*string{"from": &s.From, "name": &s.Name, "reply-to": &s.ReplyTo} {
					if given(flag) {
						*to = cmd.Flag(flag).Value.String()
					}
					if *to == "none" {
						*to = ""
					}
				}
				if m, err = v.SetMailSender(cmd.Context(), s); err != nil {
					return err
				}
				return c.show(newSenderRecord(m))
			})
		})
	cmd.Long = `What is not said stays as it is, and none takes it away. Without --from letters come
from the address that "distr serve --mail-from" names. The name stands beside the
address, and for you in the letters' own words.`
	cmd.Example = `  distr mail sender
  distr mail sender --from letters@acme.example --name Acme --reply-to help@acme.example`
	cmd.Flags().StringVar(&from, "from", "", "letters come from `EMAIL`")
	cmd.Flags().StringVar(&name, "name", "", "they come from `NAME`, in letters and beside the address")
	cmd.Flags().StringVar(&reply, "reply-to", "", "answers go to `EMAIL`")
	return cmd
}

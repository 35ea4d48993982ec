package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A senderRecord is in whose name letters are sent.
type senderRecord struct {
	From     tenant.Email  `json:"from"`
	Name     string        `json:"name"`
	ReplyTo  tenant.Email  `json:"replyTo"`
	Domain   tenant.Domain `json:"dkimDomain"` // empty: letters are not signed
	Selector string        `json:"dkimSelector"`
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

// A dnsRecord is what a domain publishes.
type dnsRecord struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Text    string `json:"text"`
	Warning string `json:"warning"` // empty: there is nothing to say
}

// maxTXT is how long one string of a TXT record may be (RFC 1035 §3.3); several count
// as one text.
const maxTXT = 255

func mailDKIM(c *call) *cobra.Command {
	var domain, selector string
	var off bool
	cmd := verb("dkim [--domain D --selector S | --off]", "Sign letters by DKIM, and show the DNS record that it takes.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if (domain == "") != (selector == "") || off && domain != "" {
				return misuse(cmd, "say --domain and --selector, or --off, or nothing to see the record")
			}
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) (err error) {
				var m distr.MailSettings
				switch {
				case off:
					m, err = v.RemoveDKIM(cmd.Context())
				case domain != "":
					m, err = v.SetDKIM(cmd.Context(), domain, selector)
				default:
					m, err = v.MailSettings(cmd.Context())
				}
				if err != nil {
					return err
				}
				name, text := m.Record()
				if name == "" {
					return c.say(map[string]any{"signed": false}, "Letters are not signed.")
				}
				return c.answer(dnsRecord{name, "TXT", text, misaligned(m)}, func(w io.Writer) {
					fmt.Fprintf(w, "%s. TXT", name)
					for part := range slices.Chunk([]byte(text), maxTXT) {
						fmt.Fprintf(w, " %q", part)
					}
					fmt.Fprintln(w)
					if warning := misaligned(m); warning != "" {
						fmt.Fprintln(w, "warning:", warning)
					}
				})
			})
		})
	cmd.Long = `Letters are signed from now on, so publish the record at once. Another selector makes
another key; leave the old record for some days. A selector that had another key before
is refused: whoever knows its record still would take letters for forged. The key itself
is sealed by the master key and shown to nobody.`
	cmd.Example = `  distr mail dkim --domain acme.example --selector letters2026
  distr mail dkim`
	cmd.Flags().StringVar(&domain, "domain", "", "sign for `D`, the domain of the sender's address")
	cmd.Flags().StringVar(&selector, "selector", "", "publish the key under `S`")
	cmd.Flags().BoolVar(&off, "off", false, "sign no more, and forget the key")
	return cmd
}

package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
)

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
	var off, check bool
	cmd := verb("dkim [--domain D --selector S | --check | --off]", "Sign letters by DKIM, and show the DNS record that it takes.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if (domain == "") != (selector == "") || domain != "" && (off || check) || off && check {
				return misuse(cmd, "say --domain and --selector, or --check, or --off, or nothing to see the record")
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
				warnings := []string{misaligned(m)}
				if check {
					warnings = append(warnings, mail.CheckRecord(cmd.Context(), m, nil))
				}
				warnings = slices.DeleteFunc(warnings, func(w string) bool { return w == "" })
				return c.answer(dnsRecord{name, "TXT", text, strings.Join(warnings, "; ")}, func(w io.Writer) {
					fmt.Fprintf(w, "%s. TXT", name)
					for part := range slices.Chunk([]byte(text), maxTXT) {
						fmt.Fprintf(w, " %q", part)
					}
					fmt.Fprintln(w)
					for _, warning := range warnings {
						fmt.Fprintln(w, "warning:", warning)
					}
				})
			})
		})
	cmd.Long = `Letters are signed from now on, so publish the record at once. Another selector makes
another key; leave the old record for some days. A selector that had another key before
is refused: whoever knows its record still would take letters for forged. The key itself
is sealed by the master key and shown to nobody.

--check looks up whether the record is published, for 5 seconds at most, and warns if it
is not, or has another key. A serve that sends letters does the same when it starts.`
	cmd.Example = `  distr mail dkim --domain acme.example --selector letters2026
  distr mail dkim --check`
	cmd.Flags().StringVar(&domain, "domain", "", "sign for `D`, the domain of the sender's address")
	cmd.Flags().StringVar(&selector, "selector", "", "publish the key under `S`")
	cmd.Flags().BoolVar(&check, "check", false, "look up whether the record is published")
	cmd.Flags().BoolVar(&off, "off", false, "sign no more, and forget the key")
	return cmd
}

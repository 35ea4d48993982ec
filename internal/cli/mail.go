package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func mailCommand(c *call) *cobra.Command {
	return noun("mail", "See which letters went out, and say how they are written and by whom.",
		noun("templates", "Say how letters are written.", templatesList(c), templatesShow(c), templatesSet(c), templatesRestore(c)),
		mailPreview(c), mailHistory(c), mailRetry(c), mailSender(c), mailDKIM(c))
}

// A templateRecord is a template as it is in force.
type templateRecord struct {
	Name      string   `json:"name"`
	Own       bool     `json:"own"` // it is the vendor's; otherwise the program's
	Subject   string   `json:"subject"`
	Variables []string `json:"variables"`
}

// A wholeTemplate has its texts too.
type wholeTemplate struct {
	templateRecord
	Text string `json:"text"`
	HTML string `json:"html"` // empty: the letter has text only
}

func (r templateRecord) fields() []field {
	return []field{
		{"name", r.Name},
		{"written by", map[bool]string{true: "you", false: "distr"}[r.Own]},
		{"subject", r.Subject},
		{"variables", join(r.Variables)},
	}
}

// inForce is the vendor's own template of that name, or the program's.
func templateInForce(own []distr.LetterTemplate, name string) (t distr.LetterTemplate, ours bool, err error) {
	if t, err = mail.Default(name); err != nil {
		return t, false, err
	}
	for _, o := range own {
		if o.Name == name {
			return o, true, nil
		}
	}
	return t, false, nil
}

func newTemplateRecord(t distr.LetterTemplate, own bool) templateRecord {
	r := templateRecord{Name: t.Name, Own: own, Subject: t.Subject}
	for _, v := range mail.Variables(t.Name) {
		r.Variables = append(r.Variables, "{{."+v.Name+"}}")
	}
	return r
}

func templatesList(c *call) *cobra.Command {
	cmd := verb("list", "List the templates, and what each may show.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				own, err := v.LetterTemplates(cmd.Context())
				if err != nil {
					return err
				}
				var records []templateRecord
				for _, name := range mail.Names() {
					t, is, err := templateInForce(own, name)
					if err != nil {
						return err
					}
					records = append(records, newTemplateRecord(t, is))
				}
				return list(c, records, "")
			})
		})
	cmd.Example = `  distr mail templates list`
	return cmd
}

func templatesShow(c *call) *cobra.Command {
	var html, original bool
	cmd := verb("show TEMPLATE [--html] [--original]", "Show how a letter is written, to be changed and set.", operands("TEMPLATE"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				own, err := v.LetterTemplates(cmd.Context())
				if err != nil {
					return err
				}
				if original {
					own = nil
				}
				t, is, err := templateInForce(own, args[0])
				if err != nil {
					return err
				}
				return c.answer(wholeTemplate{newTemplateRecord(t, is), t.Text, t.HTML}, func(w io.Writer) {
					if html {
						fmt.Fprint(w, t.HTML)
						return
					}
					fmt.Fprint(w, t.Text)
				})
			})
		})
	cmd.Example = `  distr mail templates show invitation > invitation.txt
  distr mail templates show invitation --html > invitation.html`
	cmd.Flags().BoolVar(&html, "html", false, "show the HTML instead of the text")
	cmd.Flags().BoolVar(&original, "original", false, "show the one that distr brings along")
	return cmd
}

func templatesSet(c *call) *cobra.Command {
	var subject, text, html string
	cmd := verb("set TEMPLATE [--subject S] [--text FILE] [--html FILE | --html none]", "Write letters in words of your own.", operands("TEMPLATE"),
		func(cmd *cobra.Command, args []string) error {
			if given := cmd.Flags().Changed; !given("subject") && !given("text") && !given("html") {
				return misuse(cmd, "nothing to change: use --subject, --text or --html")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				own, err := v.LetterTemplates(cmd.Context())
				if err != nil {
					return err
				}
				t, _, err := templateInForce(own, args[0])
				if err != nil {
					return err
				}
				if cmd.Flags().Changed("subject") {
					t.Subject = subject
				}
				for path, part := range map[string]*string{text: &t.Text, html: &t.HTML} {
					switch path {
					case "":
					case "none":
						*part = ""
					default:
						read, err := os.ReadFile(path)
						if err != nil {
							return fmt.Errorf("reading template %s: %w", args[0], err)
						}
						*part = string(read)
					}
				}
				if err := v.SetLetterTemplate(cmd.Context(), t); err != nil {
					return err
				}
				return c.show(wholeTemplate{newTemplateRecord(t, true), t.Text, t.HTML})
			})
		})
	cmd.Long = `What is not said stays as it is. A template shows variables, such as {{.Customer}},
and asks about them, as in {{if .Link}}…{{else}}…{{end}}; "distr mail templates list"
says which there are. One that uses anything else is refused, and letters go on as
before. See what it looks like with "distr mail preview".`
	cmd.Example = `  distr mail templates set invitation --subject "Welcome to {{.App}}" --text invitation.txt --html none`
	cmd.Flags().StringVar(&subject, "subject", "", "its subject is `S`")
	cmd.Flags().StringVar(&text, "text", "", "its text is that of `FILE`")
	cmd.Flags().StringVar(&html, "html", "", "its HTML is that of `FILE`; none: it has text only")
	return cmd
}

func templatesRestore(c *call) *cobra.Command {
	cmd := verb("restore TEMPLATE", "Write letters as distr does again.", operands("TEMPLATE"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if _, err := mail.Default(args[0]); err != nil {
					return err
				}
				err := v.RestoreLetterTemplate(cmd.Context(), args[0])
				if errors.Is(err, tenant.ErrNotFound) {
					return fmt.Errorf("template %s is written by distr already", args[0])
				}
				if err != nil {
					return err
				}
				return c.say(map[string]any{"restored": args[0]}, args[0]+" is written by distr again.")
			})
		})
	cmd.Example = `  distr mail templates restore invitation`
	return cmd
}

func mailPreview(c *call) *cobra.Command {
	var html bool
	cmd := verb("preview TEMPLATE [--html]", "Show a letter with sample data.", operands("TEMPLATE"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				own, err := v.LetterTemplates(cmd.Context())
				if err != nil {
					return err
				}
				t, _, err := templateInForce(own, args[0])
				if err != nil {
					return err
				}
				content, err := mail.Preview(t)
				if err != nil {
					return err
				}
				return c.answer(map[string]any{"subject": content.Subject, "text": content.Text, "html": content.HTML}, func(w io.Writer) {
					if html {
						fmt.Fprint(w, content.HTML)
						return
					}
					fmt.Fprintf(w, "Subject: %s\n\n%s", content.Subject, content.Text)
				})
			})
		})
	cmd.Example = `  distr mail preview invitation
  distr mail preview invitation --html > preview.html`
	cmd.Flags().BoolVar(&html, "html", false, "show the HTML")
	return cmd
}

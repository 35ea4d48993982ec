package mail_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func encoded(t *testing.T, v any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// Each of the program's own templates is one that a vendor could have set, and shows
// what it is given.
func TestDefaults(t *testing.T) {
	for _, name := range mail.Names() {
		t.Run(name, func(t *testing.T) {
			own, err := mail.Default(name)
			require.NoError(t, err)
			require.NoError(t, mail.Templates{}.CheckLetterTemplate(own))
			c, err := mail.Preview(own)
			require.NoError(t, err)
			require.NotEmpty(t, mail.Variables(name))
			for _, text := range []string{c.Subject, c.Text, c.HTML} {
				require.NotEmpty(t, text)
				require.NotContains(t, text, "{{")
				require.NotContains(t, text, "<no value>")
			}
			require.Contains(t, c.Text, "Acme")
			require.Contains(t, c.HTML, "Acme")
			require.Less(t, len(c.Subject), 80)
		})
	}
	_, err := mail.Default("Invitation")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	require.Nil(t, mail.Variables("none"))
}

func TestTemplatesThatAreTaken(t *testing.T) {
	for _, tt := range []struct{ name, template, text, html string }{
		{"a link or a code", mail.Invitation, "{{if .Link}}{{.Link}}{{else}}{{.Code}}{{end}}", ""},
		{"a code or a link", mail.Invitation, "{{if not .Link}}{{.Code}}{{else}}{{.Link}}{{end}}", "<a href='{{.Link}}'>come</a>"},
		{"a link only", mail.Invitation, "{{if .Link}}{{.Link}}{{end}}", ""},
		{"a link either way", mail.Invitation, `{{if eq .Role "viewer" "user"}}{{.Link}} to look{{else if .By}}{{.By}}: {{.Link}}{{else}}{{.Link}}{{end}}`, ""},
		{"a code only", mail.Invitation, "{{.Code}}", "<code>{{.Code}}</code>"},
		{"comparisons", mail.GrantExpiring, `{{if or (lt .Days 3) (and .Link (ne .App "x"))}}{{.Days | eq 7}}{{end}}{{not (eq .Days -1)}}`, ""},
		{"large numbers", mail.LicenseAlert, `{{if gt .Used 1000000 | not}}{{.Used}}{{end}} of {{.Limit}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.NoError(t, mail.Templates{}.CheckLetterTemplate(distr.LetterTemplate{Name: tt.template, Subject: "a", Text: tt.text, HTML: tt.html}))
		})
	}
}

func TestTemplatesThatAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, subject, text, html, says string }{
		{"no subject", "", "{{.Link}}", "", "one line"},
		{"two lines", "a\nb", "{{.Link}}", "", "one line"},
		{"no text", "a", " \n", "<p>{{.Link}}", "no text"},
		{"no link", "a", "come", "", "no {{.Link}}"},
		{"no link in HTML", "a", "{{.Link}}", "<p>come", "HTML shows no {{.Link}}"},
		{"a secret on a locked screen", "{{.Code}}", "{{.Link}}", "", "locked screens"},
		{"an unknown variable", "a", "{{.Link}} {{.Password}}", "", ".Password; there are .App, .Customer"},
		{"one where no letter comes by", "a", "{{.Link}}{{if .Customer}}{{if not .Customer}}{{.Password}}{{end}}{{end}}", "", ".Password"},
		{"one in a condition", "a", "{{.Link}}{{if eq .Password `x`}}{{end}}", "", ".Password"},
		{"one in HTML", "a", "{{.Link}}", "{{.Link}}{{.Password}}", ".Password"},
		{"something of a variable", "a", "{{.Link}} {{.Expires.Year}}", "", ".Expires.Year"},
		{"everything", "a", "{{.Link}} {{.}}", "", "uses ."},
		{"the root", "a", "{{.Link}} {{$.Password}}", "", "$.Password"},
		{"a variable of its own", "a", "{{$x := .Link}}{{$x}}", "", "variables of its own"},
		{"a loop", "a", "{{.Link}}{{range .Email}}x{{end}}", "", "shows variables"},
		{"with", "a", "{{with .Link}}{{.}}{{end}}", "", "shows variables"},
		{"a template in it", "a", `{{define "x"}}{{end}}{{.Link}}`, "", "templates of its own"},
		{"a function", "a", `{{.Link}}{{printf "%1000000000d" 1}}`, "", "calls printf"},
		{"a call", "a", "{{.Link}}{{call .Email}}", "", "calls call"},
		{"what does not parse", "a", "{{.Link}", "", "bad character"},
		{"what is not closed", "a", "{{if .Link}}{{.Link}}", "", "unexpected EOF"},
		{"a comparison of two sorts", "a", "{{.Link}}{{if eq .Role 1}}x{{end}}", "", "eq cannot compare a text with a number"},
		{"one where no sample comes by", "a", `{{.Link}}{{if eq .By "x@y.z"}}{{lt .App 3}}{{end}}`, "", "lt cannot compare a text with a number"},
		{"one behind a condition", "a", `{{.Link}}{{if and (eq .By "x@y.z") (lt .App 3)}}x{{end}}`, "", "lt cannot compare a text with a number"},
		{"one of several", "a", `{{.Link}}{{if eq .App "Acme" "" 3}}x{{end}}`, "", "eq cannot compare a text with a number"},
		{"an instant", "a", `{{.Link}}{{if eq .Expires "x"}}x{{end}}`, "", "cannot compare what is neither"},
		{"which is more of two answers", "a", `{{.Link}}{{if lt (not .By) (not .App)}}x{{end}}`, "", "lt cannot compare what is true or false"},
		{"a comparison of nothing", "a", `{{.Link}}{{if eq .By "x"}}{{eq}}{{end}}`, "", "eq takes 2"},
		{"a comparison of one", "a", `{{.Link}}{{if eq .By "x"}}{{.By | eq}}{{end}}`, "", "eq takes 2"},
		{"a comparison of three", "a", `{{.Link}}{{if eq .By "x"}}{{ne .By .App .Role}}{{end}}`, "", "ne takes 2"},
		{"a variable that takes something", "a", `{{.Link}}{{if eq .By "x"}}{{.By .App}}{{end}}`, "", "only a comparison takes"},
		{"a variable that is given something", "a", `{{.Link}}{{if eq .By "x"}}{{.By | .App}}{{end}}`, "", "only a comparison takes"},
		{"a function as an argument", "a", `{{.Link}}{{if eq .By "x"}}{{eq not .By}}{{end}}`, "", "it uses not"},
		{"a number too large", "a", `{{.Link}}{{if eq .By "x"}}{{18446744073709551615}}{{end}}`, "", "write a number"},
		{"no more than asking about the link", "a", "{{if .Link}}you are invited{{end}}", "", "no {{.Link}}, or not in each letter"},
		{"a link for some", "a", "{{if .By}}{{.Link}}{{end}} x", "", "no {{.Link}}, or not in each letter"},
		{"a link for others", "a", `{{if eq .Role "viewer"}}{{else}}{{.Link}}{{end}} x`, "", "no {{.Link}}, or not in each letter"},
		{"a link where there is none", "a", "{{if not .Link}}{{.Link}}{{end}} x", "", "no {{.Link}}, or not in each letter"},
		{"asking about the link in HTML", "a", "{{.Link}}", "<b>{{if .Link}}{{end}}</b>", "HTML shows no {{.Link}}"},
		{"a link in a comment", "a", "{{.Link}}", "<!-- {{.Link}} -->", "HTML shows no {{.Link}}"},
		{"a subject of spaces", "  ", "{{.Link}}", "", "one line"},
		{"HTML that ends in a tag", "a", "{{.Link}}", `{{.Link}}<a href="`, "ends in a non-text context"},
		{"too long", "a", "{{.Link}}" + strings.Repeat("x", 64<<10), "", "too long"},
		{"no text at all", "a", "{{.Link}}\xff", "", "UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			err := s.acme.SetLetterTemplate(t.Context(), distr.LetterTemplate{Name: mail.Invitation, Subject: tt.subject, Text: tt.text, HTML: tt.html})
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.says)
			own, err := s.acme.LetterTemplates(t.Context())
			require.NoError(t, err)
			require.Empty(t, own)
		})
	}
	require.ErrorContains(t, mail.Templates{}.CheckLetterTemplate(distr.LetterTemplate{Name: "none", Subject: "a", Text: "b"}), "there are invitation")
}

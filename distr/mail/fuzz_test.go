package mail_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// FuzzTemplate sets templates of all sorts. One that is taken can be filled, with a
// subject of one line; every other is the fault of who set it.
func FuzzTemplate(f *testing.F) {
	for _, name := range mail.Names() {
		own, err := mail.Default(name)
		require.NoError(f, err)
		f.Add(name, own.Subject, own.Text, own.HTML)
	}
	f.Add(mail.Invitation, "{{.App}}", "{{.Link}}{{if .Customer}}{{.Customer}}{{else}}{{.Code}}{{end}}", `<a href="{{.Link}}">{{.App}}</a>`)
	f.Add(mail.Invitation, "a", "{{.Link}}{{`\n`}}", "<script>{{.Link}}</script><style>{{.App}}")
	f.Add(mail.NewRelease, `{{print "a"}}`, "{{range .}}{{end}}", "{{template `x`}}")
	f.Add(mail.GrantExpiring, "{{.Days}}", "{{if eq .Days 0}}now{{end}}{{if lt .Days `a`}}{{end}}", "")
	f.Fuzz(func(t *testing.T, name, subject, text, html string) {
		template := distr.LetterTemplate{Name: name, Subject: subject, Text: text, HTML: html}
		checked := mail.Templates{}.CheckLetterTemplate(template)
		c, err := mail.Preview(template)
		require.Equal(t, checked == nil, err == nil, "what is taken can be filled, and is shown as it would be sent: %v", err)
		if err != nil {
			require.ErrorIs(t, checked, tenant.ErrInvalid)
			return
		}
		require.False(t, strings.ContainsAny(c.Subject, "\r\n\x00"), "%q", c.Subject)
		require.True(t, utf8.ValidString(c.Subject+c.Text+c.HTML))
	})
}

package mail

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"reflect"
	"slices"
	"strings"
	texttemplate "text/template"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

//go:embed templates/*
var templates embed.FS

// Limits of what a vendor may write, in bytes.
const (
	maxSubject = 500
	maxBody    = 64 << 10
)

// Default is the program's own template of that name. The error is a
// tenant.ErrNotFound.
func Default(name string) (distr.LetterTemplate, error) {
	t := distr.LetterTemplate{Name: name}
	if !slices.Contains(Names(), name) {
		return t, fmt.Errorf("template %q: %w; there are %s", name, tenant.ErrNotFound, strings.Join(Names(), ", "))
	}
	for ending, part := range map[string]*string{".subject": &t.Subject, ".txt": &t.Text, ".html": &t.HTML} {
		text, err := templates.ReadFile("templates/" + name + ending)
		if err != nil {
			return t, err
		}
		*part = string(text)
	}
	t.Subject = strings.TrimSuffix(t.Subject, "\n")
	return t, nil
}

// Templates is a [distr.LetterChecker].
type Templates struct{}

var _ distr.LetterChecker = Templates{}

// CheckLetterTemplate says, as a tenant.ErrInvalid, why a template cannot be used.
func (Templates) CheckLetterTemplate(t distr.LetterTemplate) error {
	if err := check(t); err != nil {
		return fmt.Errorf("%w template %.80q: %w", tenant.ErrInvalid, t.Name, err)
	}
	return nil
}

func check(t distr.LetterTemplate) error {
	switch {
	case !slices.Contains(Names(), t.Name):
		return fmt.Errorf("there is none of that name; there are %s", strings.Join(Names(), ", "))
	case strings.TrimSpace(t.Subject) == "" || strings.ContainsAny(t.Subject, "\r\n"):
		return fmt.Errorf("its subject is one line, and not an empty one")
	case strings.TrimSpace(t.Text) == "":
		return fmt.Errorf("it has no text; HTML alone is not read by everybody")
	case len(t.Subject) > maxSubject || len(t.Text) > maxBody || len(t.HTML) > maxBody:
		return fmt.Errorf("it is too long: a subject has at most %d bytes, and text and HTML have at most %d each", maxSubject, maxBody)
	case !utf8.ValidString(t.Subject + t.Text + t.HTML):
		return fmt.Errorf("it is not valid UTF-8")
	}
	for what, text := range map[string]string{"subject": t.Subject, "text": t.Text, "HTML": t.HTML} {
		used, err := uses(t.Name, text)
		if err != nil {
			return fmt.Errorf("its %s: %w", what, err)
		}
		if what == "subject" && (slices.Contains(used, "Link") || slices.Contains(used, "Code")) {
			return fmt.Errorf("its subject shows a link or a code: subjects are seen on locked screens, and are kept")
		}
	}
	if err := checkOpens(t); err != nil {
		return err
	}
	for _, vars := range []any{sample(t.Name), least(t.Name)} {
		if _, err := render(t, vars); err != nil {
			return err
		}
	}
	return nil
}

// checkOpens sees to it that whoever gets the letter gets in by it.
func checkOpens(t distr.LetterTemplate) error {
	if t.Name != Invitation && t.Name != SignIn {
		return nil
	}
	shown, err := render(t, sample(t.Name))
	if err != nil {
		return err
	}
	for what, part := range map[string][2]string{"text": {t.Text, shown.Text}, "HTML": {t.HTML, shown.HTML}} {
		if part[0] == "" {
			continue
		}
		// The link is looked for, too: HTML has places where nothing is seen of it.
		if !opens(distr.LetterTemplate{Text: part[0]}, true) || !strings.Contains(part[1], opening(t.Name)) {
			return fmt.Errorf("its %s shows no {{.Link}}, or not in each letter, so nobody could follow it", what)
		}
	}
	return nil
}

// Content is a letter that is written.
type Content struct {
	Subject string
	Text    string
	HTML    string // empty: none
}

// Preview is the letter that a template makes of sample data.
func Preview(t distr.LetterTemplate) (Content, error) {
	if err := (Templates{}).CheckLetterTemplate(t); err != nil {
		return Content{}, err
	}
	return render(t, sample(t.Name))
}

// render fills a template. Whatever the variables hold, each is one line of text
// that can be read, in HTML it is text, and the subject is one line too.
func render(t distr.LetterTemplate, vars any) (c Content, err error) {
	vars = harmless(vars)
	fill := func(what, text string) (string, error) {
		parsed, err := texttemplate.New(what).Parse(text)
		if err != nil {
			return "", err
		}
		var out strings.Builder
		if err := parsed.Execute(&out, vars); err != nil {
			return "", err
		}
		return out.String(), nil
	}
	if c.Subject, err = fill("subject", t.Subject); err != nil {
		return c, err
	}
	if c.Text, err = fill("text", t.Text); err != nil {
		return c, err
	}
	c.Subject, c.Text = shortLine(c.Subject), readable(c.Text)
	if c.Subject == "" {
		c.Subject = t.Name
	}
	if t.HTML == "" {
		return c, nil
	}
	parsed, err := htmltemplate.New("HTML").Parse(t.HTML)
	if err != nil {
		return c, err
	}
	var out strings.Builder
	if err := parsed.Execute(&out, vars); err != nil {
		return c, err
	}
	c.HTML = readable(out.String())
	return c, nil
}

// harmless is a copy of the variables in which each text is one line.
func harmless(vars any) any {
	made := reflect.New(reflect.TypeOf(vars)).Elem()
	made.Set(reflect.ValueOf(vars))
	for i := range made.NumField() {
		if f := made.Field(i); f.Kind() == reflect.String {
			f.SetString(line(f.String()))
		}
	}
	return made.Interface()
}

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// A record is one thing as the command line shows it: marshalled with --json, and
// as fields for people.
type record interface {
	fields() []field
}

// A field is a name and a text. Lists show the names once, as headings.
type field struct{ name, text string }

// answer writes v with --json, and what human writes without.
func (c *call) answer(v any, human func(io.Writer)) error {
	var text bytes.Buffer
	if c.json {
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false) // ranges have < and > in them
		e.SetIndent("", "  ")
		if err := e.Encode(v); err != nil {
			return err
		}
	} else {
		human(&text)
	}
	if _, err := c.stdout.Write(text.Bytes()); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// say answers with v, or a sentence for people.
func (c *call) say(v any, sentence string) error {
	return c.answer(v, func(w io.Writer) { fmt.Fprintln(w, printable(sentence)) })
}

// show answers with one record.
func (c *call) show(r record) error {
	return c.answer(r, func(w io.Writer) {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, f := range r.fields() {
			fmt.Fprintf(table, "%s\t%s\n", f.name, cell(f.text))
		}
		_ = table.Flush() // a buffer takes everything
	})
}

// list answers with records: an array, or a table, or none as a sentence.
func list[R record](c *call, rs []R, none string) error {
	return c.answer(append([]R{}, rs...), func(w io.Writer) {
		if len(rs) == 0 {
			fmt.Fprintln(w, none)
			return
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		var names []string
		for _, f := range rs[0].fields() {
			names = append(names, strings.ToUpper(f.name))
		}
		fmt.Fprintln(table, strings.Join(names, "\t"))
		for _, r := range rs {
			var cells []string
			for _, f := range r.fields() {
				cells = append(cells, cell(f.text))
			}
			fmt.Fprintln(table, strings.Join(cells, "\t"))
		}
		_ = table.Flush()
	})
}

// cell is a text that cannot break the table it stands in.
func cell(s string) string {
	if s == "" {
		return "-"
	}
	return printable(s)
}

// collect makes records of things.
func collect[T, R any](things []T, of func(T) R) []R {
	rs := make([]R, len(things))
	for i, t := range things {
		rs[i] = of(t)
	}
	return rs
}

// texts are names as JSON has them: an empty list, never null.
func texts[S ~string](names []S) []string {
	return collect(names, func(s S) string { return string(s) })
}

// join lists texts for people.
func join(texts []string) string { return strings.Join(texts, ", ") }

// moment is a time as JSON has it: null if it is not set.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// clock is a time as people see it.
func clock(t *time.Time, unset string) string {
	if t == nil {
		return unset
	}
	return t.Format(time.RFC3339)
}

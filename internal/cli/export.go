package cli

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
)

// A row is a record that can be exported: marshalled, or as the cells of a table.
type row interface{ cells() []string }

// An exportForm is how an export writes rows.
type exportForm string

const (
	asCSV   exportForm = "csv"   // a table for a spreadsheet
	asLines exportForm = "jsonl" // a JSON document a line
	asIDs   exportForm = "ids"   // the first cell alone
)

// export writes rows as they come; only a little of them is in memory. names are
// those of the cells.
func export[T any, R row](w io.Writer, form exportForm, names []string, rows iter.Seq2[T, error], of func(T) R) error {
	out := bufio.NewWriterSize(w, 64<<10)
	lines, table := json.NewEncoder(out), csv.NewWriter(out)
	lines.SetEscapeHTML(false)
	var write func(r R) error
	switch form {
	case asLines:
		write = func(r R) error { return lines.Encode(r) }
	case asCSV:
		write = func(r R) error { return table.Write(harmlessCells(r.cells())) }
		if err := table.Write(names); err != nil {
			return unwritten(err)
		}
	case asIDs:
		write = func(r R) error {
			_, err := fmt.Fprintln(out, r.cells()[0])
			return err
		}
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := write(of(r)); err != nil {
			return unwritten(err)
		}
	}
	table.Flush()
	return unwritten(cmp.Or(table.Error(), out.Flush()))
}

// exportAll writes rows that are there already. Without any, a table has the names of the
// cells all the same.
func exportAll[R row](w io.Writer, form exportForm, names []string, rows []R) error {
	return export(w, form, names, each(rows), func(r R) R { return r })
}

// each yields what is there already.
func each[T any](things []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range things {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// limited yields what a list has that has a limit; without one it is all, page by page.
func limited[T any](limit int, all iter.Seq2[T, error], list func() ([]T, error)) iter.Seq2[T, error] {
	if limit == 0 {
		return all
	}
	return func(yield func(T, error) bool) {
		some, err := list()
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		each(some)(yield)
	}
}

func unwritten(err error) error {
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

func harmlessCells(cells []string) []string {
	for i, text := range cells {
		cells[i] = harmless(text)
	}
	return cells
}

// harmless puts an apostrophe in front of what a spreadsheet would take for a
// formula: a name or a User-Agent is what a stranger writes into somebody's table.
func harmless(text string) string {
	if strings.IndexAny(text, "=+-@\t\r") == 0 {
		return "'" + text
	}
	return text
}

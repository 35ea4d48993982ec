package cli

import (
	"iter"

	"github.com/spf13/cobra"
)

// A spreadsheet is the flag --csv of a command whose answer is one document: whether
// that is to be a table instead.
type spreadsheet struct{ wanted bool }

func (s *spreadsheet) define(cmd *cobra.Command, lines string) {
	cmd.Flags().BoolVar(&s.wanted, "csv", false, "answer with a table for a spreadsheet, a line for each "+lines)
}

// check refuses two forms of one answer.
func (s *spreadsheet) check(c *call, cmd *cobra.Command) error {
	if s.wanted && c.json {
		return misuse(cmd, "the answer is --csv or --json, not both")
	}
	return nil
}

// writeSheet answers with rows as a table for a spreadsheet. Without rows there are the
// names of the columns all the same.
func writeSheet[R row](c *call, names []string, rows ...R) error {
	return export(c.stdout, asCSV, names, each(rows), func(r R) R { return r })
}

func each[T any](things []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range things {
			if !yield(t, nil) {
				return
			}
		}
	}
}

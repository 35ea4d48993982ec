package cli

import "github.com/spf13/cobra"

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

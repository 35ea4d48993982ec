package cli

import "github.com/spf13/cobra"

// A lineExport is the flags --csv and --jsonl of a list: whether it is written in one of
// these forms, which have all of it, and not as a table for people.
type lineExport struct{ csv, jsonl bool }

func (e *lineExport) define(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&e.csv, "csv", false, "write comma-separated values, with a line of names first")
	cmd.Flags().BoolVar(&e.jsonl, "jsonl", false, "write a JSON document for each, on a line of its own")
}

func (e *lineExport) wanted() bool { return e.csv || e.jsonl }

// check refuses several forms of one answer.
func (e *lineExport) check(c *call, cmd *cobra.Command) error {
	switch {
	case e.csv && e.jsonl:
		return misuse(cmd, "of --csv and --jsonl only one can be used")
	case c.json && e.wanted():
		return misuse(cmd, "--json is one document for all; leave it out, or --csv and --jsonl")
	}
	return nil
}

func (e *lineExport) form() exportForm {
	if e.csv {
		return asCSV
	}
	return asLines
}

package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// A lineExport is the flags --csv and --jsonl of a list, and --ids of one that has it:
// whether it is written in one of these forms, which have all of it, and not as a table
// for people.
type lineExport struct{ csv, jsonl, ids bool }

func (e *lineExport) define(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&e.csv, "csv", false, "write comma-separated values, with a line of names first")
	cmd.Flags().BoolVar(&e.jsonl, "jsonl", false, "write a JSON document for each, on a line of its own")
}

func (e *lineExport) defineIDs(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&e.ids, "ids", false, "write the ID of each, on a line of its own")
}

func (e *lineExport) wanted() bool { return e.csv || e.jsonl || e.ids }

// check refuses several forms of one answer.
func (e *lineExport) check(c *call, cmd *cobra.Command) error {
	var used []string
	for _, form := range []struct {
		flag string
		is   bool
	}{{"--json", c.json}, {"--csv", e.csv}, {"--jsonl", e.jsonl}, {"--ids", e.ids}} {
		if form.is {
			used = append(used, form.flag)
		}
	}
	if len(used) > 1 {
		return misuse(cmd, "of %s only one can be used", strings.Join(used, " and "))
	}
	return nil
}

func (e *lineExport) form() exportForm {
	switch {
	case e.csv:
		return asCSV
	case e.ids:
		return asIDs
	}
	return asLines
}

package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

func reportExport(c *call) *cobra.Command {
	var f reportFlags
	var form, output string
	cmd := verb("export CUSTOMER --format html|json|sarif|csv [--run ID] [--output FILE] [--zone Z]", "Write a report for people or programs.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			write, err := reportForm(cmd, form)
			if err != nil {
				return err
			}
			if output == "-" {
				output = ""
			}
			if c.json && output == "" && form != "json" {
				return misuse(cmd, "--json is one JSON document: say --format json, or --output")
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				r, err := f.report(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				to := func(w io.Writer) error { return write(r, w) }
				if output == "" {
					return c.write(to)
				}
				n, err := writeReport(output, to)
				if err != nil {
					return fmt.Errorf("writing the report: %w", err)
				}
				return c.say(writtenReport{output, n, r.Counts()}, fmt.Sprintf("%s: %s open, %d resolved", output, count(r.Counts().Open(), "finding", "findings"), r.Counts().Resolved))
			})
		})
	cmd.Long = `html is one page for people, which needs nothing else and can be mailed and printed; its times
are those of the zone. csv is a line for each finding, for spreadsheets. sarif is SARIF 2.1.0,
for programs that show findings, and json is everything as it is kept; both, and csv, have
times in UTC. A report says where somebody can be attacked: a file is for its owner alone.`
	cmd.Example = `  distr report export globex --format html --output globex.html --zone Europe/Berlin
  distr report export globex --format csv > globex.csv
  distr report export globex --format sarif --run run_g3xqk2v7n5bd4ayt --output globex.sarif`
	f.define(cmd)
	cmd.Flags().StringVar(&form, "format", "", "write `html, json, sarif or csv`")
	cmd.Flags().StringVar(&output, "output", "", "write into `FILE`, in place of what it holds (default: standard output)")
	return cmd
}

// A writtenReport is what became of a report that lies in a file.
type writtenReport struct {
	File   string      `json:"file"`
	Bytes  int64       `json:"bytes"`
	Counts scan.Counts `json:"counts"`
}

func reportForm(cmd *cobra.Command, form string) (func(scan.Report, io.Writer) error, error) {
	switch form {
	case "html":
		return scan.Report.WriteHTML, nil
	case "json":
		return scan.Report.WriteJSON, nil
	case "sarif":
		return scan.Report.WriteSARIF, nil
	case "csv":
		return scan.Report.WriteCSV, nil
	case "":
		return nil, misuse(cmd, "in which form? Say --format html, json, sarif or csv")
	}
	return nil, misuse(cmd, "--format %q: it is html, json, sarif or csv", form)
}

// write answers with what to writes: all of it, or nothing.
func (c *call) write(to func(io.Writer) error) error {
	var text bytes.Buffer
	if err := to(&text); err != nil {
		return err
	}
	_, err := c.stdout.Write(text.Bytes())
	return unwritten(err)
}

// writeReport writes a file for its owner alone: all of it, or the one that was there
// stays.
func writeReport(name string, to func(io.Writer) error) (n int64, err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%q is no file; leave --output out to have it on standard output", name)
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".report-*") // of mode 0600
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	err = to(file)
	if info, failed := file.Stat(); err == nil && failed == nil {
		n = info.Size()
	}
	if failed := file.Close(); err == nil {
		err = failed
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	return n, err
}

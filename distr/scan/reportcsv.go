package scan

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteCSV writes one line for each finding (RFC 4180), below a line of names. Times
// are those of RFC 3339 in UTC.
//
// A text that a spreadsheet could take for a formula has an apostrophe in front.
func (r Report) WriteCSV(w io.Writer) error {
	r, err := r.complete()
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write([]string{"level", "rule", "title", "message", "target", "location", "line", "first_seen", "last_seen", "resolved", "help", "fingerprint"}) // Error says it
	for _, f := range r.Findings {
		line := ""
		if f.Line > 0 {
			line = strconv.Itoa(f.Line)
		}
		row := []string{string(f.Level), f.Rule, f.Title, f.Message, f.Target, f.Location, line, instant(f.First), instant(f.Last), instant(f.Resolved), f.Help, f.Fingerprint}
		for i := range row {
			row[i] = noFormula(row[i])
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// noFormula makes a text of what could be a formula. Some programs look past spaces,
// and take the wide forms for the narrow ones.
func noFormula(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \t\r\n\u00a0\u3000'\""))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") {
		return "'" + cell
	}
	return cell
}

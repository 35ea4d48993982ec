package demo

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// table shows what was tried and what came of it.
func table(out io.Writer, lines []Line) error {
	fmt.Fprintf(out, "Acme has published %s %s and %s, each an image for two platforms and a Helm chart.\n", product, old, next)
	fmt.Fprintf(out, "Globex was granted %s. Initech was granted nothing.\n\n", old)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tWHO\tASKED FOR\tCAME BACK\tWHY")
	for _, l := range lines {
		mark := "ok"
		if !l.OK {
			mark = "WRONG"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d %s\t%s\n", mark, l.Who, l.Asked, l.Status, l.Code, l.Text)
	}
	return t.Flush()
}

// invite shows what to paste to try it by hand.
func (s *stage) invite(out io.Writer, folder string) {
	fmt.Fprintf(out, `
Try it by hand, as Globex (Ctrl-C ends the demo and removes it):

  docker login %[1]s -u globex -p %[2]s
  docker pull %[1]s/%[3]s:%[5]s
  docker pull %[1]s/%[3]s:%[6]s    # refused

  helm registry login %[1]s --plain-http -u globex -p %[2]s
  helm pull oci://%[1]s/%[4]s --version %[5]s --plain-http
  helm pull oci://%[1]s/%[4]s --version %[6]s --plain-http    # refused

And as Acme, in force at once (distr is what "go install ./cmd/distr" installs):

  distr --data %[7]s grant amend globex app --add-version %[6]s
  distr --data %[7]s pulls

  distr --data %[7]s scan run globex --wait    # of this registry, which stands for an API of theirs
  distr --data %[7]s report show globex
`, s.host, s.globex.token.Reveal(), image, chart, old, next, folder)
}

package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
)

// ErrDidNotComeOut says that an answer was not the one that it should be.
var ErrDidNotComeOut = errors.New("not every line came out as it should")

// Config says where the demo plays. Vendor and Registry are needed; they belong
// to a data folder made for the demo.
type Config struct {
	Hub      *distr.Hub
	Vendor   *distr.Vendor
	Registry *embedded.Registry
	Folder   string // named in the lines to paste; empty: none are shown
	Once     bool   // end after the table
}

// Run plays the demo and writes what came of it. Without Once it then serves
// until ctx ends. The error is an [ErrDidNotComeOut] if an answer was wrong, and
// another if something broke.
func Run(ctx context.Context, out io.Writer, c Config) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- server.Run(serving, server.Config{
			Hub: c.Hub, Vendor: c.Vendor.ID(), Registry: c.Registry, Listen: "127.0.0.1:0",
			Ready: func(url string) { ready <- url },
		})
	}()
	var url string
	select {
	case url = <-ready:
	case err := <-ended:
		return err
	}
	s, err := set(ctx, c.Vendor, url)
	if err == nil {
		err = s.play(ctx, out)
	}
	if err == nil && !c.Once {
		s.invite(out, c.Folder)
		<-ctx.Done()
	}
	stop()
	return errors.Join(err, <-ended)
}

// play asks everything in the script and shows a table of it.
func (s *stage) play(ctx context.Context, out io.Writer) error {
	asks, err := s.script()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Acme has published %s %s and %s, each an image for two platforms and a Helm chart.\n", product, old, next)
	fmt.Fprintf(out, "Globex was granted %s. Initech was granted nothing.\n\n", old)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tWHO\tASKED FOR\tCAME BACK\tWHY")
	wrong := 0
	for _, a := range asks {
		got, err := a.run(ctx)
		if err != nil {
			return err
		}
		mark := "ok"
		if !a.cameOut(got) {
			mark, wrong = "WRONG", wrong+1
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d %s\t%s\n", mark, a.who, a.what, got.status, got.code, got.text)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if wrong > 0 {
		return fmt.Errorf("%w: %d of %d", ErrDidNotComeOut, wrong, len(asks))
	}
	fmt.Fprintf(out, "\nAll %d came out as they should.\n", len(asks))
	return nil
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
`, s.host, s.globex.token.Reveal(), image, chart, old, next)
	if folder != "" {
		fmt.Fprintf(out, `
And as Acme, in force at once:

  distr --data %[1]s grant amend globex app --add-version %[2]s
  distr --data %[1]s pulls
`, folder, next)
	}
}

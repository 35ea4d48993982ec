package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
)

// ErrDidNotComeOut says that an answer was not the one that it should be.
var ErrDidNotComeOut = errors.New("not every line came out as it should")

// A Line is one thing that a customer tried, and what came of it.
type Line struct {
	Who    string `json:"who"`
	Asked  string `json:"asked"`
	Status int    `json:"status"` // of the HTTP answer
	Code   string `json:"code"`   // of the error, as the OCI specification names them; empty if none
	Text   string `json:"text"`   // what was pulled, or why not
	OK     bool   `json:"ok"`     // it came out as it should
}

// Config says where the demo plays. Hub, Vendor and Registry are needed; they
// belong to a data folder made for the demo.
type Config struct {
	Hub      *distr.Hub
	Vendor   *distr.Vendor
	Registry *embedded.Registry
	Folder   string             // named in the lines to paste
	Once     bool               // end when all has been tried
	Lines    func([]Line) error // gets what came of it; default: a table and lines to paste are written
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
			Scans: server.Scans{AtOnce: 1, Private: true}, // this machine is what there is to scan
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
		err = s.show(ctx, out, c)
	}
	if err == nil && !c.Once {
		<-ctx.Done()
	}
	stop()
	return errors.Join(err, <-ended)
}

// show plays and shows what came of it.
func (s *stage) show(ctx context.Context, out io.Writer, c Config) error {
	lines, err := s.play(ctx)
	if err != nil {
		return err
	}
	if c.Lines != nil {
		err = c.Lines(lines)
	} else {
		err = table(out, lines)
	}
	if err != nil {
		return err
	}
	if wrong := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.OK }); len(wrong) > 0 {
		return fmt.Errorf("%w: %d of %d", ErrDidNotComeOut, len(wrong), len(lines))
	}
	if c.Lines == nil {
		fmt.Fprintf(out, "\nAll %d came out as they should.\n", len(lines))
	}
	if c.Lines == nil && !c.Once {
		s.invite(out, c.Folder)
	}
	return nil
}

// play asks everything in the script.
func (s *stage) play(ctx context.Context) ([]Line, error) {
	asks, err := s.script()
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(asks))
	for i, a := range asks {
		got, err := a.run(ctx)
		if err != nil {
			return nil, err
		}
		lines[i] = Line{Who: a.who, Asked: a.what, Status: got.status, Code: got.code, Text: got.text, OK: a.cameOut(got)}
	}
	return lines, nil
}

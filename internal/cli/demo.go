package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/demo"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

func demoCommand(c *call) *cobra.Command {
	var once bool
	cmd := verb("demo [--once]", "Show a granted pull and a refused one, with real images, in a temporary folder.",
		operands(), func(cmd *cobra.Command, _ []string) error {
			return c.demo(cmd.Context(), once)
		})
	cmd.Flags().BoolVar(&once, "once", false, "end after the table, with 1 if a line did not come out as it should")
	cmd.Example = `  distr demo
  distr demo --once`
	return cmd
}

// demo plays in a data folder like any other, so that whoever watches can work
// on it with the other commands while it runs.
func (c *call) demo(ctx context.Context, once bool) (err error) {
	if err := c.alone(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "distr-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	there := *c
	there.data = folder
	return there.enter(ctx, func(p place) error {
		return p.images(ctx, slog.New(slog.DiscardHandler), nil, func(hub *distr.Hub, registry *embedded.Registry) error {
			config := demo.Config{
				Hub: hub, Vendor: hub.Vendor(p.vendor).As(distr.Operator()), Registry: registry,
				Folder: folder, Once: once,
			}
			if c.json {
				config.Lines = func(lines []demo.Line) error { return c.answer(lines, nil) }
			}
			err := demo.Run(ctx, c.stdout, config)
			if errors.Is(err, demo.ErrDidNotComeOut) {
				fmt.Fprintln(c.stderr, "distr:", err)
				return errNo
			}
			return err
		})
	})
}

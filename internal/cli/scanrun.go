package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// followEvery is how often a scan is looked at that somebody waits for.
const followEvery = 200 * time.Millisecond

func scanRun(c *call) *cobra.Command {
	var s scanSelection
	var wait bool
	cmd := verb("run CUSTOMER"+selectionUse+" [--wait]", "Ask for a scan of a customer's assets.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			targets, err := s.selection(cmd)
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				r, err := a.StartScan(cmd.Context(), distr.NewScan{Profile: s.profile, Targets: targets})
				if err != nil {
					return about(aTarget, err)
				}
				if !wait {
					return c.show(newRunRecord(a.ID(), r))
				}
				return c.follow(cmd.Context(), a, r)
			})
		})
	cmd.Long = `A running serve carries it out, within seconds. With --wait the command says how far it has
come, returns when it has ended, and exits with 1 if it did not succeed; to break the command
off does not end the scan. "distr scan show" shows the same later, and "distr report show" what was
found.

The license is asked when the scan begins: one by scans counts it, and refuses it where its
limit is reached and its policy is to block.

` + selectionHelp
	cmd.Example = `  distr scan run globex --wait
  distr scan run globex --asset https://shop.example.com/ --asset 192.0.2.1
  distr scan run globex --profile nightly --kind webapp,api --below example.com`
	s.define(cmd)
	cmd.Flags().BoolVar(&wait, "wait", false, "return when it has ended; exit with 1 if it did not succeed")
	return cmd
}

// follow waits for the end of a scan, and shows it. It is errNo if it did not succeed.
func (c *call) follow(ctx context.Context, a *distr.Account, r distr.ScanRun) error {
	p := newProgress(c.stderr)
	defer p.wipe()
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for !r.State.Final() {
		p.say(func() string {
			at := newRunRecord(a.ID(), r)
			if r.State == distr.RunQueued && r.Attempts == 0 {
				return fmt.Sprintf("%s: %s; a running serve begins it", r.ID, at.stands())
			}
			return fmt.Sprintf("%s: %s", r.ID, at.stands())
		})
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		var err error
		if r, err = a.Run(ctx, r.ID); err != nil {
			return err
		}
	}
	p.wipe()
	if err := c.show(newRunRecord(a.ID(), r)); err != nil {
		return err
	}
	if r.State != distr.RunSucceeded {
		return errNo
	}
	return nil
}

func scanCancel(c *call) *cobra.Command {
	var wait bool
	cmd := verb("cancel CUSTOMER SCAN [--wait]", "End a scan, whether it has begun or not.", operands("CUSTOMER", "SCAN"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				r, err := a.CancelRun(cmd.Context(), distr.RunID(args[1]))
				if err != nil {
					return about(aScan, err)
				}
				if wait {
					if err := c.follow(cmd.Context(), a, r); !errors.Is(err, errNo) {
						return err
					}
					return nil // it was to come to nothing
				}
				return c.show(newRunRecord(a.ID(), r))
			})
		})
	cmd.Long = `One that nobody has begun ends at once. One that is carried out ends within seconds, with its
program and all that this has started; what it had found until then is kept, and nothing is
taken for resolved. With --wait the command returns when it has ended.`
	cmd.Example = `  distr scan cancel globex run_g3xqk2v7n5bd4ayt
  distr scan cancel globex run_g3xqk2v7n5bd4ayt --wait`
	cmd.Flags().BoolVar(&wait, "wait", false, "return when it has ended")
	return cmd
}

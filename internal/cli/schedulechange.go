package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

func schedulePause(c *call) *cobra.Command {
	cmd := c.changeSchedule("pause", "Scan by a schedule no more until it is resumed.", scheduler.PauseSchedule)
	cmd.Long = `What falls into the pause is left out, and not caught up. A scan that has been asked for
already is carried out; "distr scan cancel" ends it.`
	cmd.Example = `  distr schedule pause sch_g3xqk2v7n5bd4ayt
  distr schedule pause sch_g3xqk2v7n5bd4ayt --customer globex`
	return cmd
}

func scheduleResume(c *call) *cobra.Command {
	cmd := c.changeSchedule("resume", "Scan by a schedule again.", scheduler.ResumeSchedule)
	cmd.Example = `  distr schedule resume sch_g3xqk2v7n5bd4ayt`
	return cmd
}

// changeSchedule is a command that changes a schedule and shows it.
func (c *call) changeSchedule(name, short string, do func(scheduler, context.Context, distr.ScheduleID) error) *cobra.Command {
	var customer string
	cmd := verb(name+" ID [--customer ID]", short, operands("ID"), func(cmd *cobra.Command, args []string) error {
		ctx, id := cmd.Context(), distr.ScheduleID(args[0])
		return inForce(ctx, c.scheduled(cmd, customer, func(r scheduleRoom) error {
			if err := do(r, ctx, id); err != nil {
				return r.about(err)
			}
			s, err := r.named(ctx, id)
			if err != nil {
				return err
			}
			return c.show(s)
		}))
	})
	defineWhose(cmd, &customer)
	return cmd
}

func scheduleRemove(c *call) *cobra.Command {
	var customer string
	cmd := verb("remove ID [--customer ID]", "Forget a schedule; its scans and what they found stay.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			return inForce(cmd.Context(), c.scheduled(cmd, customer, func(r scheduleRoom) error {
				if err := r.RemoveSchedule(cmd.Context(), distr.ScheduleID(args[0])); err != nil {
					return r.about(err)
				}
				return c.say(removed{args[0]}, "removed")
			}))
		})
	cmd.Example = `  distr schedule remove sch_g3xqk2v7n5bd4ayt
  distr schedule remove sch_g3xqk2v7n5bd4ayt --customer globex`
	defineWhose(cmd, &customer)
	return cmd
}

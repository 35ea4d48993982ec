package cli

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

// help writes what a command is for, how it is written, an example, and what
// there is below it.
func help(cmd *cobra.Command, _ []string) {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s\n\nUsage:\n  %s\n", cmd.Short, cmd.UseLine())
	if cmd.Long != "" {
		fmt.Fprintf(&text, "\n%s\n", strings.TrimSpace(cmd.Long))
	}
	if cmd.Example != "" {
		fmt.Fprintf(&text, "\nExample:\n%s\n", strings.TrimRight(cmd.Example, "\n"))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintln(&text, "\nCommands:")
		table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(table, "  %s\t%s\n", sub.Name(), sub.Short)
			}
		}
		_ = table.Flush() // a buffer takes everything
	}
	if flags := cmd.LocalNonPersistentFlags(); flags.HasAvailableFlags() {
		fmt.Fprintf(&text, "\nFlags:\n%s", flags.FlagUsages())
	}
	if flags := cmd.Root().PersistentFlags(); flags.HasAvailableFlags() {
		fmt.Fprintf(&text, "\nGlobal flags:\n%s", flags.FlagUsages())
	}
	_, _ = cmd.OutOrStdout().Write(text.Bytes()) // who asked for help and does not read it has it their way
}

// helpCommand is "distr help grant add", for those who expect it.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]...", Short: "Show the help of a command.", DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return choose(about, rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// misuse is an error about how a command was written, with where to read more.
func misuse(cmd *cobra.Command, format string, args ...any) error {
	return fmt.Errorf(format+"; see \"%s --help\"", append(args, cmd.CommandPath())...)
}

// operands checks that a command gets the operands of these names. One in
// brackets, which is the last, may be missing; none may be empty, since in a
// script that is a variable nobody has set.
func operands(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		for i, name := range names {
			switch {
			case i < len(args) && args[i] == "":
				return misuse(cmd, "%s is empty", strings.Trim(name, "[]"))
			case i >= len(args) && !strings.HasPrefix(name, "["):
				return misuse(cmd, "%s is missing", name)
			}
		}
		for i, arg := range args {
			if i < len(names) && names[i] == "ID" {
				continue // commands that want one say what the ID of this is
			}
			if strings.HasPrefix(arg, "dst_") || strings.HasPrefix(arg, "dsi_") {
				return misuse(cmd, "a secret stands on the command line, where everybody on the machine can see it: give it on standard input, or name what it is of")
			}
		}
		if len(args) > len(names) {
			return misuse(cmd, "%q is one word too many", args[len(names)])
		}
		return nil
	}
}

// noneEmpty refuses flags that were given an empty value, as operands does.
func noneEmpty(cmd *cobra.Command, _ []string) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.String() == "" {
			err = misuse(cmd, "--%s is empty", f.Name)
		}
	})
	return err
}

// choose runs a command that only has commands below it: the program's name alone
// asks for help, and anything else is a command that is missing or unknown.
func choose(cmd *cobra.Command, args []string) error {
	if len(args) == 0 && !cmd.HasParent() {
		return cmd.Help()
	}
	if len(args) == 0 {
		var names []string
		for _, sub := range cmd.Commands() {
			names = append(names, sub.Name())
		}
		return misuse(cmd, "%s what? There are %s", cmd.CommandPath(), strings.Join(names, ", "))
	}
	cmd.SuggestionsMinimumDistance = 2
	if like := cmd.SuggestionsFor(args[0]); len(like) > 0 {
		return misuse(cmd, "unknown command %q, did you mean %s?", args[0], strings.Join(like, " or "))
	}
	return misuse(cmd, "unknown command %q", args[0])
}

// words is a flag that may be given several times, and several values at once
// with commas between them.
type words []string

// Set adds values.
func (w *words) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			return fmt.Errorf("a value is empty")
		}
		*w = append(*w, part)
	}
	return nil
}

// String is the values as they could have been given.
func (w *words) String() string { return strings.Join(*w, ",") }

// Type is what help calls the values if nothing better is said.
func (w *words) Type() string { return "list" }

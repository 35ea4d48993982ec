package cli

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// TestHelpIsTrue reads the help of every command as somebody would who tries what
// it says: each example is one that the command takes.
func TestHelpIsTrue(t *testing.T) {
	t.Parallel()
	for _, path := range verbs(newTree(), nil) {
		name := strings.Join(path, " ")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, _, err := newTree().Find(path)
			require.NoError(t, err)
			require.Equal(t, "distr "+name, cmd.CommandPath())
			require.Regexp(t, `^[A-Z].*\.$`, cmd.Short)
			require.NotEmpty(t, cmd.Example)
			for line := range strings.Lines(cmd.Example) {
				for _, shell := range []string{" | ", " < ", " > "} {
					line, _, _ = strings.Cut(line, shell) // what the shell makes of it is its own
				}
				args := split(line)
				require.Equal(t, "distr", args[0])
				about, rest, err := newTree().Find(args[1:])
				require.NoError(t, err)
				require.Equal(t, "distr "+name, about.CommandPath(), line)
				require.NoError(t, about.ParseFlags(rest), line)
				require.NoError(t, about.ValidateArgs(about.Flags().Args()), line)
			}
			require.NoError(t, cmd.Help())
			require.Contains(t, cmd.OutOrStdout().(*bytes.Buffer).String(), "Global flags:")
		})
	}
}

func newTree() *cobra.Command {
	root := newRoot(&call{}, func(string) string { return "" })
	root.SetOut(&bytes.Buffer{})
	return root
}

// verbs lists the commands that have none below them.
func verbs(cmd *cobra.Command, path []string) (paths [][]string) {
	if !cmd.HasSubCommands() {
		return [][]string{path}
	}
	for _, sub := range cmd.Commands() {
		paths = append(paths, verbs(sub, append(path[:len(path):len(path)], sub.Name()))...)
	}
	return paths
}

// split divides a line as a shell would, as far as our examples go.
func split(line string) []string {
	words := regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, `"`)
	}
	return words
}

package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// What the help of the grant commands says about ranges and dates.
const (
	rangeHelp = `A RANGE is comparators of semantic versions such as >=1.2.0, <2, ^1.4, ~1.4.2, 1.x
or 1.2 - 1.5. Divided by spaces or commas all of them hold, divided by || one of
them. Versions that are published later are in it too. A prerelease such as
2.0.0-rc.1 is in a range only if a comparator of it names a prerelease: >=2.0.0-0
has it, >=1.0.0 has not. What is no semantic version is in no range.`

	endHelp = `A DATE such as 2026-12-31 is the end of that day in UTC. An instant can be given too,
such as 2026-12-31T18:00:00Z.`
)

// A selection is the three flags that say which versions are meant, by the names
// that a command has for them. At most one of them may be used.
type selection struct {
	version, all, match string // names of flags

	names    words
	every    bool
	matching string
}

func (s *selection) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Var(&s.names, s.version, "version `V` by its name; several with commas, or the flag again")
	flags.BoolVar(&s.every, s.all, false, "all versions, those to come too")
	flags.StringVar(&s.matching, s.match, "", "all versions in a `RANGE`, those to come too")
}

// flags names the three for a message.
func (s *selection) flags() string {
	return fmt.Sprintf("--%s, --%s and --%s", s.version, s.all, s.match)
}

// given counts which of the three were used.
func (s *selection) given(cmd *cobra.Command) int {
	n := 0
	for _, used := range []bool{len(s.names) > 0, s.every, cmd.Flags().Changed(s.match)} {
		if used {
			n++
		}
	}
	return n
}

// versions are those that were selected: none if no flag was used.
func (s *selection) versions(cmd *cobra.Command) (entitlement.Versions, error) {
	if s.given(cmd) > 1 {
		return entitlement.Versions{}, misuse(cmd, "of %s only one can be used", s.flags())
	}
	if s.every {
		return entitlement.All(), nil
	}
	if s.matching != "" {
		return entitlement.Matching(s.matching)
	}
	for _, name := range s.names {
		if err := entitlement.CheckVersion(name); err != nil {
			return entitlement.Versions{}, err
		}
	}
	return entitlement.Only(s.names...), nil
}

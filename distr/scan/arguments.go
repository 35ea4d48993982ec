package scan

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// fit refuses what a program could take for something else: for an option, for a file
// to read arguments from, or for two targets.
func (c *Command) fit(job distr.ScanJob) error {
	if err := anyTarget(job); err != nil {
		return err
	}
	for _, target := range job.Targets {
		spaced := strings.ContainsFunc(target.Text, func(r rune) bool { return r <= ' ' || r == 0x7f })
		if misread(target.Text) || spaced {
			return fmt.Errorf("%w target %q: it is empty, begins with - or @, or holds a space, which a scanner could take for something else; give it in the canonical form of an asset", tenant.ErrInvalid, cleanLine(target.Text))
		}
	}
	if c.asks("{profile}") && misread(job.Profile) {
		return fmt.Errorf("%w profile %q: it is empty, begins with - or @, or holds a control character, which a scanner could take for something else; give it another name", tenant.ErrInvalid, cleanLine(job.Profile))
	}
	return nil
}

func misread(s string) bool {
	return s == "" || s[0] == '-' || s[0] == '@' || strings.ContainsFunc(s, unicode.IsControl)
}

// anyTarget refuses a job without targets, which would end well without a look.
func anyTarget(job distr.ScanJob) error {
	if len(job.Targets) == 0 {
		return fmt.Errorf("%w scan: it has no targets; name at least one", tenant.ErrInvalid)
	}
	return nil
}

// args are the arguments, with what stands for something replaced.
func (c *Command) args(room *folder, job distr.ScanJob) ([]string, error) {
	put := []string{"{target}", job.Targets[0].Text, "{output}", room.path(outputName), "{profile}", job.Profile}
	if !c.each {
		var lines bytes.Buffer
		for _, target := range job.Targets {
			lines.WriteString(target.Text + "\n")
		}
		file, err := room.create(targetsName)
		if err == nil {
			_, err = file.Write(lines.Bytes())
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			return nil, &inside{"the list of targets could not be written", err}
		}
		put = append(put, "{targets}", room.path(targetsName))
	}
	replace := strings.NewReplacer(put...)
	args := slices.Clone(c.config.Args)
	for i := range args {
		args[i] = replace.Replace(args[i])
	}
	return args, nil
}

// asks says whether an argument holds what stands for something.
func (c *Command) asks(what string) bool {
	return slices.ContainsFunc(c.config.Args, func(a string) bool { return strings.Contains(a, what) })
}

// environment is what the program gets of ours, and nothing else.
func (c *Command) environment(room *folder) []string {
	var env []string
	for _, variable := range c.config.Env {
		if strings.Contains(variable, "=") {
			env = append(env, variable)
		} else if value, there := os.LookupEnv(variable); there {
			env = append(env, variable+"="+value)
		}
	}
	for _, name := range [...]string{"HOME", "TMPDIR", "TMP", "TEMP"} {
		env = append(env, name+"="+room.path(""))
	}
	return env
}

package scan

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// args are the arguments, with what stands for something replaced.
func (c *Command) args(room *folder, targets []distr.ScanTarget) ([]string, error) {
	put := []string{"{target}", targets[0].Text, "{output}", room.path(outputName)}
	if !c.each {
		var lines bytes.Buffer
		for _, target := range targets {
			lines.WriteString(target.Text + "\n")
		}
		file, err := room.create(targetsName)
		if err != nil {
			return nil, err
		}
		_, err = file.Write(lines.Bytes())
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, err
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

func (c *Command) toFile() bool {
	return slices.ContainsFunc(c.config.Args, func(a string) bool { return strings.Contains(a, "{output}") })
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

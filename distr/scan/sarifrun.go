package scan

import (
	"cmp"
	"strings"
)

// A run is one run of a SARIF file that is being read: what its results refer to.
type run struct {
	*sarif

	driver     component
	extensions []component
	files      []string // names of files, by index
	ruled      bool     // the tool has been read
	filed      bool     // the files have been read
	held       []result // which came before what they refer to
	memory     int64    // of all that is kept
	failed     bool
	failure    string
}

func (r *run) member(key []byte) (err error) {
	switch string(key) {
	case "tool":
		err = r.tool()
		r.ruled = true
	case "artifacts":
		err = r.artifacts()
		r.filed = true
	case "results":
		err = r.results()
	case "invocations":
		err = r.array(func(int) error { return r.invocation() })
	case "externalPropertyFileReferences":
		err = r.object(func(key []byte) error {
			switch string(key) {
			case "results", "driver", "extensions", "artifacts", "invocations":
				return r.externals(key[0] == 'd')
			}
			return r.skip()
		})
	default:
		err = r.skip()
	}
	return err
}

// results are null of a tool that could not begin to look (section 3.14.23). That is not
// to have found nothing.
func (r *run) results() error {
	r.looked = true
	c, err := r.peek()
	if err != nil {
		return err
	}
	r.failed = r.failed || c == 'n'
	err = r.array(r.oneResult)
	r.result = 0
	return err
}

// externals are references to other files: one, or an array.
func (r *run) externals(one bool) error {
	if !one {
		return r.external()
	}
	return r.object(func([]byte) error {
		return r.fail("the rules lie in another file, which is not read; have the scanner write all into one file")
	})
}

// keep counts what is kept. What the kept things weigh besides their text is counted
// as 200 bytes.
func (r *run) keep(texts ...string) error {
	r.memory += 200
	for _, text := range texts {
		r.memory += int64(len(text))
	}
	if r.memory > r.limits.Memory {
		return r.fail("its rules, and what comes before them, take more than %d bytes; have the scanner write the tool in front of the results, or allow more", r.limits.Memory)
	}
	return nil
}

func (r *run) artifacts() error {
	return r.array(func(int) error {
		name := ""
		err := r.object(func(key []byte) (err error) {
			if string(key) != "location" {
				return r.skip()
			}
			name, _, err = r.artifact()
			return err
		})
		if err != nil {
			return err
		}
		r.files = append(r.files, name)
		return r.keep(name)
	})
}

// artifact reads an artifactLocation (section 3.4): a name, or the index of one.
func (r *run) artifact() (uri string, index int, err error) {
	index = -1
	err = r.object(func(key []byte) (err error) {
		switch string(key) {
		case "uri":
			uri, err = r.str(keepLocation)
		case "index":
			index, err = r.whole(-1)
		default:
			err = r.skip()
		}
		return err
	})
	return uri, index, err
}

// invocation reads whether the tool ended well (section 3.20.14).
func (r *run) invocation() error {
	succeeded, worst, first := true, "", ""
	var why, exit, signal string
	err := r.object(func(key []byte) (err error) {
		switch string(key) {
		case "executionSuccessful":
			succeeded, err = r.boolean(true)
		case "toolExecutionNotifications", "toolConfigurationNotifications":
			err = r.array(func(int) error {
				level, text, err := r.notification()
				if level == "error" {
					worst = cmp.Or(worst, text)
				}
				first = cmp.Or(first, text)
				return err
			})
		case "processStartFailureMessage":
			why, err = r.str(keepMessage)
		case "exitCodeDescription":
			exit, err = r.str(keepMessage)
		case "exitSignalName":
			if signal, err = r.str(keepWord); signal != "" {
				signal = "it was ended by the signal " + signal
			}
		default:
			err = r.skip()
		}
		return err
	})
	if !succeeded {
		r.failed = true
		r.failure = cmp.Or(r.failure, worst, why, exit, signal, first, "it did not succeed, and does not say why")
	}
	return err
}

func (r *run) notification() (level, text string, err error) {
	err = r.object(func(key []byte) (err error) {
		switch string(key) {
		case "level":
			level, err = r.str(keepWord)
		case "message":
			var m message
			m, err = r.message()
			text = strings.TrimSpace(m.text)
		default:
			err = r.skip()
		}
		return err
	})
	return level, text, err
}

package scan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// How much of a text is kept: a little more than a finding may hold, so that it shows
// that there was more, and enough of a message to tell it from others.
const (
	keepWord     = 100
	keepRule     = distr.MaxRule + 1
	keepTitle    = distr.MaxTitle + 1
	keepMessage  = 4 * distr.MaxMessage
	keepArgument = 1 << 10
	keepLocation = distr.MaxLocation + 1
	keepHelp     = distr.MaxHelp + 1
)

// A rule is what results refer to (section 3.49).
type rule struct {
	id, name, short, full, help, uri, level string
	messages                                map[string]string
}

func (r *run) rule() (f rule, err error) {
	err = r.object(func(key []byte) (err error) {
		switch string(key) {
		case "id":
			f.id, err = r.str(keepRule)
		case "name":
			f.name, err = r.str(keepTitle)
		case "shortDescription":
			f.short, err = r.described(keepTitle)
		case "fullDescription":
			f.full, err = r.described(keepHelp)
		case "help":
			f.help, err = r.described(keepHelp)
		case "helpUri":
			f.uri, err = r.str(keepLocation)
		case "messageStrings":
			f.messages, err = r.messages()
		case "defaultConfiguration":
			err = r.object(func(key []byte) (err error) {
				if string(key) != "level" {
					return r.skip()
				}
				f.level, err = r.level()
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
	if err == nil {
		err = r.keep(slices.Concat([]string{f.id, f.name, f.short, f.full, f.help, f.uri}, slices.Collect(maps.Values(f.messages)))...)
	}
	return f, err
}

// described reads a multiformatMessageString (section 3.12), of which the text is
// wanted; the Markdown if there is nothing else.
func (r *run) described(keep int) (string, error) {
	text, markdown := "", ""
	err := r.object(func(key []byte) (err error) {
		switch string(key) {
		case "text":
			text, err = r.str(keep)
		case "markdown":
			markdown, err = r.str(keep)
		default:
			err = r.skip()
		}
		return err
	})
	return cmp.Or(text, markdown), err
}

func (r *run) messages() (map[string]string, error) {
	all := map[string]string{}
	err := r.object(func(key []byte) error {
		id := string(key)
		text, err := r.described(keepMessage)
		all[id] = text
		return cmp.Or(err, r.keep(id, text))
	})
	return all, err
}

// level reads a level, which has to be one.
func (r *run) level() (string, error) {
	level, err := r.word("", "none", "note", "warning", "error")
	if err == nil && level == other {
		err = r.fail("its level is %.40q; it is none, note, warning or error", r.text)
	}
	return level, err
}

// advice is what a rule says about what to do.
func (f *rule) advice() string {
	help := cmp.Or(f.help, f.full)
	if (strings.HasPrefix(f.uri, "https://") || strings.HasPrefix(f.uri, "http://")) && !strings.Contains(help, f.uri) {
		help = strings.TrimSpace(help + "\n" + f.uri)
	}
	return help
}

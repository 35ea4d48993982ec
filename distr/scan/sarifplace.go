package scan

import (
	"regexp"
	"strconv"
	"strings"
)

// location reads where a result was found (section 3.28).
func (r *run) location(p *place) error {
	return r.object(func(key []byte) error {
		switch string(key) {
		case "physicalLocation":
			return r.physical(p)
		case "logicalLocations":
			return r.array(func(i int) error {
				if i > 0 {
					return r.skip()
				}
				return r.logical(p)
			})
		}
		return r.skip()
	})
}

func (r *run) physical(p *place) error {
	return r.object(func(key []byte) (err error) {
		switch string(key) {
		case "artifactLocation":
			p.uri, p.file, err = r.artifact()
		case "region":
			err = r.object(func(key []byte) (err error) {
				switch string(key) {
				case "startLine":
					p.line, err = r.whole(0)
				case "snippet":
					p.snippet, err = r.described(keepArgument)
				default:
					err = r.skip()
				}
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
}

func (r *run) logical(p *place) error {
	name := ""
	err := r.object(func(key []byte) (err error) {
		switch string(key) {
		case "fullyQualifiedName":
			p.logical, err = r.str(keepLocation)
		case "name":
			name, err = r.str(keepLocation)
		default:
			err = r.skip()
		}
		return err
	})
	if p.logical == "" {
		p.logical = name
	}
	return err
}

// A message is one as it stands in a file (section 3.11): a text, or the ID of one of
// the rule's.
type message struct {
	text, id  string
	arguments []string
}

// maxArguments is how many arguments of a message are kept.
const maxArguments = 32

func (r *run) message() (m message, err error) {
	markdown := ""
	err = r.object(func(key []byte) (err error) {
		switch string(key) {
		case "text":
			m.text, err = r.str(keepMessage)
		case "markdown":
			markdown, err = r.str(keepMessage)
		case "id":
			m.id, err = r.str(maxKey)
		case "arguments":
			err = r.array(func(int) error {
				argument, err := r.str(keepArgument)
				if len(m.arguments) < maxArguments {
					m.arguments = append(m.arguments, argument)
				}
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
	if m.text == "" && m.id == "" {
		m.text = markdown
	}
	return m, err
}

// toARelated is a link within a message to another place of the result, by number
// (section 3.11.6). Its text is what is read.
var toARelated = regexp.MustCompile(`\[([^][\\]*)\]\([0-9]+\)`)

// aPlaceholder is where an argument goes (section 3.11.5), and a brace that is one.
var aPlaceholder = regexp.MustCompile(`\{\{|\}\}|\{[0-9]{1,2}\}`)

// aNumber is what an argument would go to, if it were of a message with arguments.
var aNumber = regexp.MustCompile(`\{[0-9]+\}`)

// put is a message with its arguments put in.
func (m message) put(text string) string {
	if len(m.arguments) > 0 {
		text = aPlaceholder.ReplaceAllStringFunc(text, func(found string) string {
			if found == "{{" || found == "}}" {
				return found[:1]
			}
			if i, err := strconv.Atoi(found[1 : len(found)-1]); err == nil && i < len(m.arguments) {
				return m.arguments[i]
			}
			return found
		})
		text = text[:min(len(text), keepMessage)]
	}
	if strings.Contains(text, "](") {
		text = toARelated.ReplaceAllString(text, "$1")
	}
	return text
}

package scan

import (
	"cmp"
	"strings"
)

// A component is a tool's driver or one of its extensions (section 3.19).
type component struct {
	name, version string
	rules         []rule
	byID          map[string]int
	messages      map[string]string // for all rules
}

func (c component) tool() string {
	return strings.TrimSpace(c.name + " " + c.version)
}

// find looks a rule up by its ID, or by the first parts of it (section 3.27.5).
func (c component) find(id string) *rule {
	if id == "" {
		return nil
	}
	for {
		if i, known := c.byID[id]; known {
			return &c.rules[i]
		}
		slash := strings.LastIndexByte(id, '/')
		if slash < 0 {
			return nil
		}
		id = id[:slash]
	}
}

func (r *run) tool() error {
	return r.object(func(key []byte) (err error) {
		switch string(key) {
		case "driver":
			r.driver, err = r.component()
		case "extensions":
			err = r.array(func(int) error {
				c, err := r.component()
				r.extensions = append(r.extensions, c)
				return cmp.Or(err, r.keep())
			})
		default:
			err = r.skip()
		}
		return err
	})
}

func (r *run) component() (component, error) {
	c := component{byID: map[string]int{}}
	err := r.object(func(key []byte) (err error) {
		switch string(key) {
		case "name":
			c.name, err = r.str(keepTitle)
			c.name = cleanLine(c.name)
		case "version":
			c.version, err = r.str(keepWord)
			c.version = cleanLine(c.version)
		case "globalMessageStrings":
			c.messages, err = r.messages()
		case "rules":
			err = r.array(func(i int) error {
				found, err := r.rule()
				c.rules = append(c.rules, found)
				if _, known := c.byID[found.id]; !known {
					c.byID[found.id] = i
				}
				return err
			})
		default:
			err = r.skip()
		}
		return err
	})
	return c, err
}

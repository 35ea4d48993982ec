package mail

import (
	"fmt"
	"slices"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
)

// comparisons are the functions that a template may call.
var comparisons = [...]string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"}

// uses lists the variables that a template shows or asks about, and refuses all that
// a template may not use, also where no letter would ever come by.
func uses(name, text string) (shown []string, err error) {
	t, err := texttemplate.New("template").Parse(text)
	if err != nil {
		return nil, err
	}
	if len(t.Templates()) > 1 {
		return nil, fmt.Errorf("it defines templates of its own; write it as one")
	}
	if t.Tree == nil {
		return nil, nil // nothing but space
	}
	w := walker{}
	for _, v := range Variables(name) {
		w.known = append(w.known, v.Name)
	}
	err = w.walk(t.Root)
	return w.shown, err
}

type walker struct{ known, shown []string }

func (w *walker) walk(n parse.Node) error {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, n := range n.Nodes {
			if err := w.walk(n); err != nil {
				return err
			}
		}
		return nil
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return w.pipe(n.Pipe)
	case *parse.IfNode:
		if err := w.pipe(n.Pipe); err != nil {
			return err
		}
		if err := w.walk(n.List); err != nil {
			return err
		}
		return w.walk(n.ElseList)
	}
	return fmt.Errorf("%s: a template shows variables and asks with if, and nothing else", n)
}

func (w *walker) pipe(p *parse.PipeNode) error {
	if len(p.Decl) > 0 {
		return fmt.Errorf("%s: a template has no variables of its own", p)
	}
	for _, c := range p.Cmds {
		for _, n := range c.Args {
			if err := w.argument(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) argument(n parse.Node) error {
	switch n := n.(type) {
	case *parse.FieldNode:
		if len(n.Ident) != 1 || !slices.Contains(w.known, n.Ident[0]) {
			return fmt.Errorf("it uses %s; there are .%s", n, strings.Join(w.known, ", ."))
		}
		w.shown = append(w.shown, n.Ident[0])
		return nil
	case *parse.IdentifierNode:
		if !slices.Contains(comparisons[:], n.Ident) {
			return fmt.Errorf("it calls %s; there are %s", n.Ident, strings.Join(comparisons[:], ", "))
		}
		return nil
	case *parse.PipeNode:
		return w.pipe(n)
	case *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	}
	return fmt.Errorf("it uses %s; there are .%s", n, strings.Join(w.known, ", ."))
}

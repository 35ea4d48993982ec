package mail

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
)

// tree is what a template consists of; empty if that is nothing but space.
func tree(text string) (*parse.ListNode, error) {
	t, err := texttemplate.New("template").Parse(text)
	if err != nil {
		return nil, err
	}
	if len(t.Templates()) > 1 {
		return nil, fmt.Errorf("it defines templates of its own; write it as one")
	}
	if t.Tree == nil {
		return &parse.ListNode{}, nil
	}
	return t.Root, nil
}

// uses lists the variables that a template shows or asks about, and refuses all that
// a template may not use, and whatever could fail when a letter is written: also where
// no letter would ever come by.
func uses(name, text string) (used []string, err error) {
	root, err := tree(text)
	if err != nil {
		return nil, err
	}
	w := walker{sorts: map[string]sort{}}
	for _, v := range Variables(name) {
		w.known = append(w.known, v.Name)
		w.sorts[v.Name] = sortOf(v.Sample)
	}
	err = w.walk(root)
	return w.used, err
}

func sortOf(v any) sort {
	switch reflect.ValueOf(v).Kind() {
	case reflect.String:
		return aText
	case reflect.Int, reflect.Int64:
		return aNumber
	}
	return aThing
}

type walker struct {
	known, used []string
	sorts       map[string]sort
}

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
		_, err := w.pipe(n.Pipe)
		return err
	case *parse.IfNode:
		if _, err := w.pipe(n.Pipe); err != nil {
			return err
		}
		if err := w.walk(n.List); err != nil {
			return err
		}
		return w.walk(n.ElseList)
	}
	return fmt.Errorf("%s: a template shows variables and asks with if, and nothing else", n)
}

// pipe is what a pipeline comes to: what each command yields is the last argument of
// the next.
func (w *walker) pipe(p *parse.PipeNode) (s sort, err error) {
	if len(p.Decl) > 0 {
		return aThing, fmt.Errorf("%s: a template has no variables of its own", p)
	}
	var piped []sort
	for _, c := range p.Cmds {
		if s, err = w.command(c, piped); err != nil {
			return s, err
		}
		piped = []sort{s}
	}
	return s, nil
}

func (w *walker) command(c *parse.CommandNode, piped []sort) (sort, error) {
	called, is := c.Args[0].(*parse.IdentifierNode)
	if !is {
		if len(c.Args)+len(piped) > 1 {
			return aThing, fmt.Errorf("%s: only a comparison takes something", c)
		}
		return w.argument(c.Args[0])
	}
	var args []sort
	for _, n := range c.Args[1:] {
		s, err := w.argument(n)
		if err != nil {
			return s, err
		}
		args = append(args, s)
	}
	s, err := compare(called.Ident, append(args, piped...))
	if err != nil {
		return s, fmt.Errorf("%s: %w", c, err)
	}
	return s, nil
}

func (w *walker) argument(n parse.Node) (sort, error) {
	switch n := n.(type) {
	case *parse.FieldNode:
		if len(n.Ident) != 1 || !slices.Contains(w.known, n.Ident[0]) {
			return aThing, fmt.Errorf("it uses %s; there are .%s", n, strings.Join(w.known, ", ."))
		}
		w.used = append(w.used, n.Ident[0])
		return w.sorts[n.Ident[0]], nil
	case *parse.PipeNode:
		return w.pipe(n)
	case *parse.StringNode:
		return aText, nil
	case *parse.BoolNode:
		return aTruth, nil
	case *parse.NumberNode:
		if n.IsInt && strings.Trim(n.Text, "+-0123456789") == "" {
			return aNumber, nil
		}
		return aThing, fmt.Errorf("it uses %s; write a number as 14", n)
	}
	return aThing, fmt.Errorf("it uses %s; there are .%s", n, strings.Join(w.known, ", ."))
}

package mail

import (
	"slices"
	"text/template/parse"

	"github.com/seed361c4c3e/distr-go/distr"
)

// opens says whether each letter by the template shows what opens the door, whichever
// way its questions are answered: the link, or the code of an invitation. Without a
// link, as where no address of the portal is set, that is the code.
func opens(t distr.LetterTemplate, link bool) bool {
	for _, part := range []string{t.Text, t.HTML} {
		root, err := tree(part)
		if err != nil || part != "" && !shows(root, link) {
			return false
		}
	}
	return true
}

func shows(n *parse.ListNode, link bool) bool {
	return n != nil && slices.ContainsFunc(n.Nodes, func(n parse.Node) bool {
		switch n := n.(type) {
		case *parse.ActionNode:
			yes, _ := filled(n.Pipe, link)
			return yes && n.Pipe.Cmds[0].Args[0].Type() == parse.NodeField
		case *parse.IfNode:
			yes, known := filled(n.Pipe, link)
			if !known {
				return shows(n.List, link) && shows(n.ElseList, link)
			}
			if yes {
				return shows(n.List, link)
			}
			return shows(n.ElseList, link)
		}
		return false
	})
}

// filled says whether a pipeline that is a link or a code has one, and whether it is
// such a pipeline at all, or asks whether there is none.
func filled(p *parse.PipeNode, link bool) (yes, known bool) {
	if len(p.Cmds) != 1 {
		return false, false
	}
	switch p.Cmds[0].String() {
	case ".Link":
		return link, true
	case ".Code":
		return true, true
	case "not .Link":
		return !link, true
	}
	return false, false
}

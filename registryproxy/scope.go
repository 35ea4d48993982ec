package registryproxy

import (
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// The actions of a scope that we know.
const (
	actionPull = "pull"
	actionPush = "push"
	anyAction  = "*"
)

const (
	maxScopes     = 100     // of one token; more are passed over
	maxScopeBytes = 5 << 10 // of their JSON in one token, which keeps its text below 8 KiB
)

// An access is what a token says may be done with one resource, as the
// distribution token specification writes it.
type access struct {
	Type    string   `json:"type"`
	Name    string   `json:"name"`
	Actions []string `json:"actions"`
}

// size is about how many bytes of JSON the access takes.
func (a access) size() int { return len(a.Name) + 64 }

// parseScope reads one scope, such as repository:acme/app:pull,push. ok is false
// for anything but a repository whose name can exist: a scope that we cannot
// grant is not an error, the token just lacks it.
//
// The type may carry a class in brackets, and a name may hold a colon where
// somebody left a host and port in it, so the split is at the first colon and
// at the last.
func parseScope(s string) (a access, ok bool) {
	first, last := strings.IndexByte(s, ':'), strings.LastIndexByte(s, ':')
	if first == last { // also when there is none
		return access{}, false
	}
	kind, class, classed := strings.Cut(s[:first], "(")
	if kind != "repository" || classed && !strings.HasSuffix(class, ")") {
		return access{}, false
	}
	name := s[first+1 : last]
	if _, err := entitlement.ParseRepositoryPath(name); err != nil {
		return access{}, false
	}
	var actions []string
	for action := range strings.SplitSeq(s[last+1:], ",") {
		switch action {
		case actionPull, actionPush:
			actions = append(actions, action)
		case anyAction:
			actions = append(actions, actionPull, actionPush)
		}
	}
	slices.Sort(actions)
	actions = slices.Compact(actions)
	return access{kind, name, actions}, len(actions) > 0
}

// parseScopes reads the scopes that a client asks for: several parameters, each
// of them several scopes with spaces between. Scopes of one repository become
// one, in the order in which they were first asked for. What a principal may
// never do is taken out by may.
func parseScopes(params []string, may []string) []access {
	var asked []access
	at := map[string]int{}
	count, size := 0, 0
	for _, param := range params {
		for s := range strings.FieldsSeq(param) {
			if count++; count > maxScopes {
				return asked
			}
			a, ok := parseScope(s)
			if !ok {
				continue
			}
			a.Actions = slices.DeleteFunc(a.Actions, func(action string) bool { return !slices.Contains(may, action) })
			i, known := at[a.Name]
			switch {
			case len(a.Actions) == 0:
			case known:
				actions := append(asked[i].Actions, a.Actions...)
				slices.Sort(actions)
				asked[i].Actions = slices.Compact(actions)
			case size+a.size() <= maxScopeBytes:
				size += a.size()
				at[a.Name] = len(asked)
				asked = append(asked, a)
			}
		}
	}
	return asked
}

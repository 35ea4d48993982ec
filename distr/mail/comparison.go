package mail

import (
	"fmt"
	"strings"
)

// A sort is of what sort a value in a template is. Only those of one sort can be
// compared.
type sort string

const (
	aText   sort = "a text"
	aNumber sort = "a number"
	aTruth  sort = "true or false"
	aThing  sort = "neither text nor number"
)

// comparisons are the functions that a template may call.
var comparisons = [...]string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"}

// compare is of what sort the answer is, if it can be given whatever the values.
func compare(name string, args []sort) (sort, error) {
	least, most := 2, 2
	switch name {
	case "and", "or":
		least, most = 1, len(args)
	case "not":
		least, most = 1, 1
	case "eq":
		most = len(args)
	case "ne", "lt", "le", "gt", "ge":
	default:
		return aThing, fmt.Errorf("it calls %s; there are %s", name, strings.Join(comparisons[:], ", "))
	}
	if len(args) < least || len(args) > most {
		return aThing, fmt.Errorf("%s takes %d, and here are %d", name, least, len(args))
	}
	same := true
	for _, s := range args {
		same = same && s == args[0]
	}
	switch name {
	case "not":
		return aTruth, nil
	case "and", "or": // the answer is one of them
		if same {
			return args[0], nil
		}
		return aThing, nil
	}
	for _, s := range args {
		if s == aThing || s == aTruth && name != "eq" && name != "ne" {
			return aThing, fmt.Errorf("%s cannot compare what is %s", name, s)
		}
		if s != args[0] {
			return aThing, fmt.Errorf("%s cannot compare %s with %s", name, args[0], s)
		}
	}
	return aTruth, nil
}

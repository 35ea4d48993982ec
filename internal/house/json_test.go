package house_test

import (
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"strconv"
	"testing"
)

// snakeCase is how the program's JSON names things.
var snakeCase = regexp.MustCompile(`^(-|[a-z0-9]+(_[a-z0-9]+)*)?(,omitempty)?$`)

// jsonInSnakeCase: whoever has read one answer of the program knows how the names of the
// others are written. What formats of others ask for, such as SARIF, is not the program's;
// and names that are not in a tag, such as those of CSV, the scripts look at.
func jsonInSnakeCase(rooms map[string]room) (wrong []string) {
	for file, tree := range rooms["internal/cli"].files {
		for node := range ast.Preorder(tree.File) {
			field, is := node.(*ast.Field)
			if !is || field.Tag == nil {
				continue
			}
			tag, err := strconv.Unquote(field.Tag.Value)
			if name := reflect.StructTag(tag).Get("json"); err != nil || !snakeCase.MatchString(name) {
				wrong = append(wrong, fmt.Sprintf("internal/cli/%s: %s is not in snake_case", file, name))
			}
		}
	}
	return wrong
}

func TestJSONInSnakeCase(t *testing.T) {
	hold(t, jsonInSnakeCase,
		draft(t, "internal/cli", "a.go", "package cli\ntype a struct { b int `json:\"heldUntil\"` }", "internal/cli/a.go: heldUntil is not in snake_case"),
		draft(t, "internal/cli", "a.go", "package cli\ntype a struct { b int `json:\"_b,omitempty\"` }", "internal/cli/a.go: _b,omitempty is not in snake_case"),
	)
}

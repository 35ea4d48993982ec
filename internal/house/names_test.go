package house_test

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// A name that could hold anything will.
var namesThatSayNothing = [...]string{
	"util", "utils", "common", "helper", "helpers", "types", "model", "models", "misc", "shared", "base", "core", "manager", "service", "services", "repository",
}

func namesSaySomething(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		if slices.Contains(namesThatSayNothing[:], r.name) || slices.Contains(namesThatSayNothing[:], path.Base(p)) {
			wrong = append(wrong, p+": the name says nothing")
		}
	}
	return wrong
}

func TestNamesSaySomething(t *testing.T) {
	hold(t, namesSaySomething,
		draft(t, "distr/util", "a.go", `package util`),
		draft(t, "distr/x", "a.go", `package common`),
	)
}

// everyRoomExplainsItself: a doc.go that says what the package is for. A program
// says it in front of its main.
func everyRoomExplainsItself(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		name := "doc.go"
		if r.name == "main" && r.files["doc.go"] == nil {
			name = "main.go"
		}
		file := r.files[name]
		if file == nil || file.Doc == nil || len(strings.Fields(file.Doc.Text())) < 10 {
			wrong = append(wrong, p+": no "+name+" that says what it is for")
		}
	}
	return wrong
}

func TestEveryRoomExplainsItself(t *testing.T) {
	hold(t, everyRoomExplainsItself,
		draft(t, "distr", "a.go", `package distr`),
		draft(t, "distr", "doc.go", `package distr`),
		draft(t, "distr", "doc.go", "// Package distr is distr.\npackage distr"),
	)
}

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
		draft(t, "distr/util", "a.go", `package other`, "distr/util: the name says nothing"),
		draft(t, "distr/x", "a.go", `package common`, "distr/x: the name says nothing"),
	)
}

// everyRoomExplainsItself: a doc.go that says what the package is for. A program
// says it in front of its main.
func everyRoomExplainsItself(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		name := "doc.go"
		if _, there := r.files[name]; r.name == "main" && !there {
			name = "main.go"
		}
		file, there := r.files[name]
		if !there || file.Doc == nil || len(strings.Fields(file.Doc.Text())) < 10 {
			wrong = append(wrong, p+": no "+name+" that says what it is for")
		}
	}
	return wrong
}

func TestEveryRoomExplainsItself(t *testing.T) {
	hold(t, everyRoomExplainsItself,
		draft(t, "distr", "a.go", `package distr`, "distr: no doc.go"),
		draft(t, "distr", "a.go", "// Package distr says in the wrong file at length what it is there for.\npackage distr", "distr: no doc.go"),
		draft(t, "distr", "doc.go", `package distr`, "distr: no doc.go"),
		draft(t, "distr", "doc.go", "// Package distr is distr.\npackage distr", "distr: no doc.go"),
		draft(t, "cmd/distr", "main.go", `package main`, "cmd/distr: no main.go"),
	)
}

package entitlement_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func ExampleMatching() {
	v, err := entitlement.Matching(">=1.2 <2")
	if err != nil {
		fmt.Println(err)
		return
	}
	v = v.Plus(entitlement.Only("2.0.0-rc.1"))
	for _, version := range []string{"1.4.2", "2.0.0-rc.1", "2.0.0", "latest"} {
		fmt.Println(version, v.Contains(version))
	}
	fmt.Println(v)

	_, err = entitlement.Matching("newest")
	fmt.Println(err)
	// Output:
	// 1.4.2 true
	// 2.0.0-rc.1 true
	// 2.0.0 false
	// latest false
	// 2.0.0-rc.1, match:>=1.2 <2
	// invalid range "newest": improper constraint: "newest"; a range looks like ">=1.2 <2", "^1.4", "~1.4.2" or "1.x || 2.x"
}

func ExampleGrant_Amend() {
	g := entitlement.Grant{ID: "grt_1", Product: "app", Versions: entitlement.Only("1.4.2")}

	next := g
	next.Versions = g.Versions.Plus(entitlement.Only("1.5.0"))
	g, err := g.Amend(next)
	fmt.Println(g.Versions, err)

	next.Versions = entitlement.Only("1.5.0")
	g, err = g.Amend(next)
	fmt.Println(g.Versions, errors.Is(err, entitlement.ErrNarrows))
	// Output:
	// 1.4.2, 1.5.0 <nil>
	// 1.4.2, 1.5.0 true
}

func ExampleParseEnd() {
	end, err := entitlement.ParseEnd("2026-12-31")
	fmt.Println(end, err)
	_, err = entitlement.ParseEnd("31.12.2026")
	fmt.Println(err)
	// Output:
	// 2027-01-01 00:00:00 +0000 UTC <nil>
	// invalid date "31.12.2026": write 2026-12-31, or an instant such as 2026-12-31T18:00:00Z
}

func ExampleHolding_Decide() {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	h := entitlement.Holding{Grants: []entitlement.Grant{
		{ID: "grt_1", Versions: entitlement.Only("1.4.2")},
		{ID: "grt_2", Versions: entitlement.Only("2.0.0"), Expires: at.AddDate(0, -1, 0)},
	}}

	fmt.Println(h.Decide(at, "1.4.2").Allowed)
	fmt.Println(h.Decide(at, "2.0.0").Err())
	fmt.Println(h.Decide(at, "3.0.0").Err())
	fmt.Println(h.Decide(at, "3.0.0", "1.4.2").Allowed, "for a layer that both share")
	fmt.Println(h.Decide(at).Allowed, "for what no release holds")
	// Output:
	// true
	// refused: the grant ended at 2026-10-22T12:00:00Z
	// refused: this version is not granted
	// true for a layer that both share
	// false for what no release holds
}

func ExampleContents() {
	layer := entitlement.Item{Digest: entitlement.SHA256([]byte("layer")), Role: entitlement.RoleLayer, Size: 5}
	release := func(version string) entitlement.Pinned {
		manifest := []byte("the manifest of " + version)
		root := entitlement.Item{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Size: int64(len(manifest)), Manifest: manifest}
		return entitlement.Pinned{
			Version: version, Tag: entitlement.TagFor(version),
			Closures: []entitlement.Closure{{Root: root.Digest, Items: []entitlement.Item{root, layer}}},
		}
	}
	var empty *entitlement.Contents
	contents := empty.With([]entitlement.Pinned{release("1.4.2"), release("2.0.0")}, nil)

	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	held := entitlement.Holding{Grants: []entitlement.Grant{{Versions: entitlement.Only("1.4.2")}}}.Over(contents)
	fmt.Println("tags:", held.Tags(at))

	_, root, _ := contents.Tag("2.0.0")
	for _, d := range []entitlement.Digest{root, layer.Digest} {
		entry, _ := contents.Find(d)
		fmt.Println(entry.Versions(), held.DecideEntry(at, entry).Allowed)
	}
	// Output:
	// tags: [1.4.2]
	// [2.0.0] false
	// [1.4.2 2.0.0] true
}

func ExampleHolding_Resolve() {
	var releases []entitlement.Pinned
	for _, version := range []string{"1.4.2", "1.4.3", "2.0.0"} {
		manifest := []byte("the manifest of " + version)
		root := entitlement.Item{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Manifest: manifest}
		closure := entitlement.Closure{Root: root.Digest, Items: []entitlement.Item{root}}
		releases = append(releases, entitlement.Pinned{Version: version, Tag: version, Closures: []entitlement.Closure{closure}})
	}
	var empty *entitlement.Contents
	contents := empty.With(releases, nil)

	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	held := entitlement.Holding{Grants: []entitlement.Grant{{Versions: entitlement.Only("1.4.2", "1.4.3")}}}.Over(contents)
	for _, tag := range []string{"latest", "1.4", "2", "2.0.0"} {
		version, _, found := held.Resolve(at, tag)
		fmt.Printf("%s: %q %t\n", tag, version, found)
	}
	fmt.Println(held.Decide(at, "2.0.0").Err(), "whatever the tag meant")
	// Output:
	// latest: "1.4.3" true
	// 1.4: "1.4.3" true
	// 2: "" false
	// 2.0.0: "2.0.0" true
	// refused: this version is not granted whatever the tag meant
}

package distr

import (
	"maps"
	"slices"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// attachAll adds the referrers that are not there yet, and says which.
func attachAll(tx VendorTx, p entitlement.ProductID, found map[entitlement.RepositoryPath][]entitlement.Referrer) (events []Event, err error) {
	for _, r := range slices.Sorted(maps.Keys(found)) {
		attached, err := attach(tx, p, r, found[r])
		if err != nil {
			return nil, err
		}
		events = append(events, attached...)
	}
	return events, nil
}

func attach(tx VendorTx, p entitlement.ProductID, r entitlement.RepositoryPath, found []entitlement.Referrer) (events []Event, err error) {
	if len(found) == 0 {
		return nil, nil
	}
	known, err := tx.Referrers(p, r, 0)
	if err != nil {
		return nil, err
	}
	there := newAttached(known)
	for _, referrer := range found {
		if !there.add(referrer) {
			continue
		}
		if err := tx.PutReferrer(p, r, referrer); err != nil {
			return nil, err
		}
		data := map[string]any{"product": p, "repository": r, "subject": referrer.Subject, "digest": referrer.Closure.Root}
		if referrer.Tag != "" {
			data["tag"] = referrer.Tag
		}
		if referrer.Closure.ArtifactType != "" {
			data["artifactType"] = referrer.Closure.ArtifactType
		}
		e, err := happened(ReferrerAttached, "", data)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// mayRefer says whether a manifest may be attached to its subject. One that a
// release consists of may not: whoever holds the subject would hold a version
// that nobody granted, by the push of a wrong tag.
func (v *Vendor) mayRefer(r entitlement.RepositoryPath, contents *entitlement.Contents, subject, manifest entitlement.Digest) bool {
	e, known := contents.Find(manifest)
	if known && e.Part() {
		v.hub.config.Log.Warn("distr: a manifest of a version refers to another one and is not attached to it",
			"repository", r, "subject", subject, "manifest", manifest, "versions", e.Versions())
		return false
	}
	return true
}

// alone is what a referrer brings along: itself, and what it names as config and
// layers. What an index lists refers to nothing by that, and may be a version of
// its own; what does refer is attached for itself.
func alone(c entitlement.Closure) entitlement.Closure {
	if slices.ContainsFunc(c.Items[1:], func(i entitlement.Item) bool { return i.Manifest != nil }) {
		c.Items = c.Items[:1]
	}
	return c
}

// attached is what refers to what in one repository.
type attached struct {
	listed map[[2]entitlement.Digest]bool // subject and referrer
	tagged map[string]entitlement.Digest  // the last one that each derived tag named
}

func newAttached(known []entitlement.Referrer) attached {
	a := attached{map[[2]entitlement.Digest]bool{}, map[string]entitlement.Digest{}}
	for _, r := range known {
		a.add(r)
	}
	return a
}

// add returns false if that was known. A derived tag may move, so only the last
// referrer that it named counts; one that names its subject itself does so for
// good.
func (a attached) add(r entitlement.Referrer) bool {
	if r.Tag != "" {
		before, there := a.tagged[r.Tag]
		a.tagged[r.Tag] = r.Closure.Root
		return !there || before != r.Closure.Root
	}
	pair := [2]entitlement.Digest{r.Subject, r.Closure.Root}
	there := a.listed[pair]
	a.listed[pair] = true
	return !there
}

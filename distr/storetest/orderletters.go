package storetest

import (
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// lettersInOrder puts letters of the entries, every third of which was sent and
// every fourth of which is in somebody's hands.
func lettersInOrder(t T, s distr.Store) {
	t.Helper()
	update(t, s, acme, func(tx distr.VendorTx) error {
		for i, e := range entries() {
			l := distr.Letter{ID: distr.LetterID(e.id), Customer: e.customer, Template: "x", State: distr.LetterWaiting, Created: at(e.minute), Next: at(30 + i)}
			if i%3 == 2 {
				l.State, l.Template = distr.LetterSent, "y"
			}
			if i%4 == 3 {
				l.Holder, l.Until = "rnd_1", at(45)
			}
			if err := tx.PutLetter(l); err != nil {
				return err
			}
		}
		return nil
	})
	mark := func(minute int, id distr.LetterID) distr.LetterMark {
		return distr.LetterMark{Time: at(minute), ID: id}
	}
	for _, q := range []struct {
		name  string
		query distr.LetterQuery
		want  []string
	}{
		{"all", distr.LetterQuery{}, []string{"e0", "e5", "e1", "e4", "e9", "e3", "e2", "e7"}},
		{"the newest two", distr.LetterQuery{Limit: 2}, []string{"e2", "e7"}},
		{"the oldest two", distr.LetterQuery{Limit: 2, Oldest: true}, []string{"e0", "e5"}},
		{"of a", distr.LetterQuery{Customer: "a"}, []string{"e0", "e5", "e1", "e7"}},
		{"sent", distr.LetterQuery{State: distr.LetterSent}, []string{"e0", "e9"}},
		{"failed", distr.LetterQuery{State: distr.LetterFailed}, nil},
		{"of a template", distr.LetterQuery{Template: "y", Customer: "a"}, []string{"e0"}},
		{"since then", distr.LetterQuery{Since: at(22).In(time.FixedZone("east", 9*3600))}, []string{"e3", "e2", "e7"}},
		{"until then", distr.LetterQuery{Until: at(21)}, []string{"e0", "e5"}},
		{"behind one of an instant", distr.LetterQuery{After: mark(21, "e1"), Limit: 2, Oldest: true}, []string{"e4", "e9"}},
		{"behind none of an instant", distr.LetterQuery{After: mark(21, "e5"), Limit: 1, Oldest: true}, []string{"e9"}},
		{"behind the last", distr.LetterQuery{After: mark(23, "e7")}, nil},
		{"due at its own instant", distr.LetterQuery{Due: at(31)}, []string{"e5", "e4"}},
		{"due, but for those in hands", distr.LetterQuery{Due: at(44)}, []string{"e5", "e4", "e3", "e2"}},
		{"due, and nobody's any more", distr.LetterQuery{Due: at(45)}, []string{"e5", "e1", "e4", "e3", "e2", "e7"}},
		{"the oldest one that is due", distr.LetterQuery{Due: at(45), Limit: 1, Oldest: true}, []string{"e5"}},
		{"due, sent", distr.LetterQuery{Due: at(45), State: distr.LetterSent}, nil},
		{"due, of b", distr.LetterQuery{Due: at(45), Customer: "b", After: mark(21, "e4")}, []string{"e2"}},
	} {
		letters := look(t, s, acme, func(v distr.VendorView) ([]distr.Letter, error) { return v.Letters(q.query) })
		require.Equal(t, q.want, ids(letters, func(l distr.Letter) string { return string(l.ID) }), "letters, oldest first: %s", q.name)
	}
	update(t, s, acme, func(tx distr.VendorTx) error {
		var errs []error
		for _, l := range []distr.Letter{
			{ID: "f1", State: distr.LetterFailed, Created: at(10)}, {ID: "f2", State: distr.LetterFailed, Created: at(12)},
			{ID: "s1", State: distr.LetterSent, Created: at(10), Sent: at(11)}, {ID: "s2", State: distr.LetterSent, Created: at(10), Sent: at(12)},
			{ID: "w1", State: distr.LetterWaiting, Created: at(10)},
		} {
			errs = append(errs, tx.PutLetter(l))
		}
		return errors.Join(errs...)
	})
	update(t, s, "other", func(tx distr.VendorTx) error {
		return tx.PutLetter(distr.Letter{ID: "f1", State: distr.LetterFailed, Created: at(10)})
	})
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveLetters(at(12)) })
	left := look(t, s, acme, func(v distr.VendorView) ([]distr.Letter, error) { return v.Letters(distr.LetterQuery{Until: at(13)}) })
	require.Equal(t, []string{"s2", "w1", "f2"}, ids(left, func(l distr.Letter) string { return string(l.ID) }), "letters, after the old ones were removed that do not wait")
	left = look(t, s, "other", func(v distr.VendorView) ([]distr.Letter, error) { return v.Letters(distr.LetterQuery{}) })
	require.Len(t, left, 1, "another vendor's letters")
	for _, name := range []string{"sign_in", "b", "invitation", "B"} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutLetterTemplate(distr.LetterTemplate{Name: name}) })
	}
	templates := look(t, s, acme, distr.VendorView.LetterTemplates)
	require.Equal(t, []string{"B", "b", "invitation", "sign_in"}, ids(templates, func(l distr.LetterTemplate) string { return l.Name }), "templates, by name")
}

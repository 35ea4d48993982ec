package memory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// letter is where the letter is among the letters, or would be.
func (s *state) letter(id distr.LetterID) (int, bool) {
	return slices.BinarySearchFunc(s.letters, id, func(l *distr.Letter, id distr.LetterID) int { return strings.Compare(string(l.ID), string(id)) })
}

func (v *view) Letter(id distr.LetterID) (distr.Letter, error) {
	return read(v.open, func() (distr.Letter, error) {
		i, there := v.state.letter(id)
		if !there {
			return distr.Letter{}, fmt.Errorf("letter %s: %w", id, tenant.ErrNotFound)
		}
		return copyLetter(*v.state.letters[i]), nil
	})
}

func (v *view) Letters(q distr.LetterQuery) ([]distr.Letter, error) {
	return read(v.open, func() ([]distr.Letter, error) {
		list := []distr.Letter{}
		for _, l := range v.state.letters {
			if q.Selects(*l) {
				list = append(list, copyLetter(*l))
			}
		}
		slices.SortFunc(list, func(a, b distr.Letter) int { return a.Mark().Compare(b.Mark()) })
		switch {
		case q.Limit <= 0 || len(list) <= q.Limit:
			return list, nil
		case q.Oldest:
			return list[:q.Limit], nil
		}
		return list[len(list)-q.Limit:], nil
	})
}

func (t *tx) PutLetter(l distr.Letter) error {
	return t.open.during(func() error {
		kept := copyLetter(l)
		i, there := t.state.letter(l.ID)
		behind := i
		if there {
			behind++
		}
		t.state.letters = slices.Concat(t.state.letters[:i], []*distr.Letter{&kept}, t.state.letters[behind:])
		return nil
	})
}

func (t *tx) RemoveLetters(before time.Time) error {
	return t.open.during(func() error {
		over := func(l *distr.Letter) bool { return l.Over(before) }
		if slices.ContainsFunc(t.state.letters, over) {
			t.state.letters = slices.DeleteFunc(slices.Clone(t.state.letters), over)
		}
		return nil
	})
}

func (v *view) LetterTemplates() ([]distr.LetterTemplate, error) {
	return read(v.open, func() ([]distr.LetterTemplate, error) { return slices.Clone(v.state.templates), nil })
}

// template is where the template is among the templates, or would be.
func (s *state) template(name string) (int, bool) {
	return slices.BinarySearchFunc(s.templates, name, func(t distr.LetterTemplate, name string) int { return strings.Compare(t.Name, name) })
}

func (t *tx) PutLetterTemplate(template distr.LetterTemplate) error {
	return t.changeLists(func(s *state) error {
		i, there := s.template(template.Name)
		behind := i
		if there {
			behind++
		}
		s.templates = slices.Concat(s.templates[:i], []distr.LetterTemplate{template}, s.templates[behind:])
		return nil
	})
}

func (t *tx) RemoveLetterTemplate(name string) error {
	return t.changeLists(func(s *state) error {
		i, there := s.template(name)
		if !there {
			return fmt.Errorf("template %q: %w", name, tenant.ErrNotFound)
		}
		s.templates = slices.Concat(s.templates[:i], s.templates[i+1:])
		return nil
	})
}

func (v *view) MailSettings() (distr.MailSettings, error) {
	return read(v.open, func() (distr.MailSettings, error) { return copyMailSettings(v.state.mail), nil })
}

func (t *tx) SetMailSettings(m distr.MailSettings) error {
	return t.changeLists(func(s *state) error {
		s.mail = copyMailSettings(m)
		return nil
	})
}

func copyLetter(l distr.Letter) distr.Letter {
	l.Data = slices.Clone(l.Data)
	l.Next, l.Sent, l.Created, l.Until = instant(l.Next), instant(l.Sent), instant(l.Created), instant(l.Until)
	return l
}

func copyMailSettings(m distr.MailSettings) distr.MailSettings {
	m.Public, m.Private = slices.Clone(m.Public), slices.Clone(m.Private)
	return m
}

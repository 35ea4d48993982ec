package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/seal"
)

// A masterRecord is the master keys, by their IDs, which are no secret.
type masterRecord struct {
	Key     string   `json:"key"`     // the one that seals
	Older   []string `json:"older"`   // those that still open
	Carried int      `json:"carried"` // secrets that are the first one's now, and were an older one's
}

func newMasterRecord(keys []distr.MasterKey, carried int) masterRecord {
	return masterRecord{Key: keys[0].ID(), Older: collect(keys[1:], distr.MasterKey.ID), Carried: carried}
}

func keysMaster(c *call) *cobra.Command {
	return noun("master", "Rotate the master key, which seals what is secret in the database.", masterNew(c), masterRotate(c), masterDrop(c))
}

func masterNew(c *call) *cobra.Command {
	cmd := verb("new", "Make a master key, and print its line, which is kept nowhere.", operands(),
		func(_ *cobra.Command, _ []string) error {
			key, err := distr.NewMasterKey(rand.Reader)
			if err != nil {
				return err
			}
			return c.answer(map[string]string{"key": key.ID(), "line": key.Reveal()}, func(w io.Writer) { fmt.Fprintln(w, key.Reveal()) })
		})
	cmd.Long = `It is for a file of master keys that you write yourself: for --master-key, for "distr
secret rewrap", or in place of one that is lost. The first line of the file seals, all
open.

If the file is lost and there is no copy, what it sealed is lost with it. Begin with a
new key: customers, grants, tokens and events are not sealed and stay. Then remove the
secrets that are locked and set them anew, set logins anew, drop each of "distr keys
list", rotate webhooks with --keep-old 0, and let "distr mail dkim" make another key.

  (umask 077; distr keys master new > DATA/master.key)`
	cmd.Example = `  distr keys master new`
	return cmd
}

func masterRotate(c *call) *cobra.Command {
	cmd := verb("rotate", "Let a new master key seal, and carry all secrets over to it.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.rotating(cmd.Context(), func(p place, keys []distr.MasterKey) (err error) {
				switch {
				case len(keys) > 1: // one that was broken off, or that somebody began by hand
				case p.masterKey != "":
					return fmt.Errorf("the master key %q is not the data folder's own, and is not written: put the line of a new key above the one in it, and run this again", p.masterKey)
				default:
					if _, err = p.reseal(cmd.Context(), keys); err != nil {
						return err // something needs a key that is not there; a new one must not hide it
					}
					if keys, err = p.folder.AddMasterKey(rand.Reader); err != nil {
						return err
					}
				}
				carried, err := p.reseal(cmd.Context(), keys)
				if err != nil {
					return err
				}
				r := newMasterRecord(keys, carried)
				return c.say(r, fmt.Sprintf("Master key %s seals, and opens all that is kept: %s carried over to it. Take out %s with \"distr keys master drop\".",
					r.Key, count(carried, "secret was", "secrets were"), join(r.Older)))
			})
		})
	cmd.Long = `Stop serve first. The new key is put on the first line of the file, above the old
one, and then the secrets of all vendors in the data folder are carried over to it:
passwords of upstreams and grants, and keys that sign access tokens. If it is broken
off, everything still opens; run it again, and it goes on with what is left.

Copies of the database from before need the old key: keep its line with them.`
	cmd.Example = `  distr keys master rotate`
	return cmd
}

func masterDrop(c *call) *cobra.Command {
	cmd := verb("drop", "Take master keys out of the file that open nothing any more.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.rotating(cmd.Context(), func(p place, keys []distr.MasterKey) error {
				first, older := keys[:1], newMasterRecord(keys, 0).Older
				if _, err := p.reseal(cmd.Context(), first); errors.Is(err, seal.ErrUnknownKey) {
					return fmt.Errorf("the first master key does not open all that is kept: %w; carry it over with \"distr keys master rotate\"", err)
				} else if err != nil {
					return err
				}
				switch {
				case len(older) == 0:
					return c.say(newMasterRecord(first, 0), fmt.Sprintf("There is one master key, %s, and it opens all that is kept.", first[0].ID()))
				case p.masterKey != "":
					return fmt.Errorf("the master key %q is not the data folder's own, and is not written: take the lines of %s out of it; they open nothing in this data folder", p.masterKey, join(older))
				}
				left, err := p.folder.KeepFirstMasterKey()
				if err != nil {
					return err
				}
				return c.say(newMasterRecord(left, 0), fmt.Sprintf("Master key %s opens all that is kept; taken out: %s.", left[0].ID(), join(older)))
			})
		})
	cmd.Long = `The first line of the file stays. Before any other is taken out, every secret of all
vendors in the data folder is opened with the first one. Copies of the database from
before the rotation need the old key: keep its line with them.`
	cmd.Example = `  distr keys master drop`
	return cmd
}

// rotating runs fn with the master keys while no serve has the folder: one would
// not know a new key, and would go on to seal with the old one.
func (c *call) rotating(ctx context.Context, fn func(place, []distr.MasterKey) error) error {
	if err := c.alone(); err != nil {
		return err
	}
	return c.enter(ctx, func(p place) (err error) {
		release, err := p.folder.Occupy()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, release()) }()
		keys, err := p.masterKeys(ctx)
		if err != nil {
			return err
		}
		return fn(p, keys)
	})
}

// reseal carries the secrets of all vendors over to the first of the keys.
func (p place) reseal(ctx context.Context, keys []distr.MasterKey) (carried int, err error) {
	hub := distr.New(p.store, distr.Config{MasterKeys: keys})
	vendors, err := p.store.Vendors(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range vendors {
		done, err := hub.Vendor(id).As(distr.Operator()).Reseal(ctx)
		if err != nil {
			return carried, err
		}
		carried += done.Total()
	}
	return carried, nil
}

package distr_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// kept reads a secret as it lies in a room; a room is a customer's, or the vendor's
// if it is empty.
func (o *office) kept(t *testing.T, v tenant.VendorID, c tenant.CustomerID, key string) (found distr.Secret, sealed distr.SealedKey) {
	t.Helper()
	require.NoError(t, o.store.View(t.Context(), v, func(view distr.VendorView) (err error) {
		var room interface {
			SecretKey() (distr.SealedKey, error)
			Secrets() ([]distr.Secret, error)
		} = view
		if c != "" {
			if room, err = view.Open(c); err != nil {
				return err
			}
		}
		if sealed, err = room.SecretKey(); err != nil {
			return err
		}
		all, err := room.Secrets()
		for _, s := range all {
			if s.Key == key {
				found = s
			}
		}
		return err
	}))
	require.NotEmpty(t, found.Sealed)
	return found, sealed
}

// forge writes into a room as somebody does who has the database.
func (o *office) forge(t *testing.T, v tenant.VendorID, c tenant.CustomerID, key *distr.SealedKey, s distr.Secret) {
	t.Helper()
	require.NoError(t, o.store.Update(t.Context(), v, func(tx distr.VendorTx) error {
		var room interface {
			SetSecretKey(distr.SealedKey) error
			PutSecret(distr.Secret) error
		} = tx
		if c != "" {
			own, err := tx.Edit(c)
			if err != nil {
				return err
			}
			room = own
		}
		if key != nil {
			if err := room.SetSecretKey(*key); err != nil {
				return err
			}
		}
		return room.PutSecret(s)
	}))
}

// TestMovedCiphertext is X02: a value that was moved to another key, version,
// customer or vendor, with its data key or without, does not open.
func TestMovedCiphertext(t *testing.T) {
	onEachStore(t, "X02", func(t *testing.T, o *office) {
		initech := o.open(t, "initech")
		_, plant := o.install(t, o.globex, "plant")
		_, desk := o.install(t, initech, "desk")
		rival := o.hub.Vendor("rival").As(distr.Operator())
		_, err := rival.CreateCustomer(t.Context(), distr.NewCustomer{ID: "globex", Name: "its Globex"})
		require.NoError(t, err)
		started, err := rival.Account("globex").Install(t.Context(), distr.NewInstallation{Name: "theirs"})
		require.NoError(t, err)
		theirs, err := rival.Authenticate(t.Context(), started.Token)
		require.NoError(t, err)
		fill := func() {
			setOwn(t, o.globex, "DB", "globex's first")
			setOwn(t, o.globex, "OTHER", "globex's other")
			setOwn(t, initech, "DB", "initech's")
			setWide(t, o.acme, "WIDE", "everybody's")
			setOwn(t, rival.Account("globex"), "DB", "the rival's")
		}
		fill()
		damaged := func(what string, v *distr.Vendor, who tenant.Principal, key string) {
			t.Helper()
			// Another process, which remembers nothing.
			_, err := o.newHub(o.store).Vendor(v.ID()).ResolveSecrets(t.Context(), who, key)
			require.ErrorIs(t, err, seal.ErrDamaged, what)
			_, err = v.ResolveSecrets(t.Context(), who, key)
			require.ErrorIs(t, err, seal.ErrDamaged, what)
		}
		db, _ := o.kept(t, "acme", "globex", "DB")

		moved := db
		moved.Key = "OTHER"
		o.forge(t, "acme", "globex", nil, moved)
		damaged("another key of the same room", o.acme, plant, "OTHER")
		moved = db
		moved.Version++
		o.forge(t, "acme", "globex", nil, moved)
		damaged("another version", o.acme, plant, "DB")
		fill()
		db, key := o.kept(t, "acme", "globex", "DB")
		older := key

		o.forge(t, "acme", "initech", nil, db)
		damaged("another customer", o.acme, desk, "DB")
		_, own := o.kept(t, "acme", "initech", "DB")
		o.forge(t, "acme", "initech", &key, db)
		damaged("another customer, data key and all", o.acme, desk, "DB")
		o.forge(t, "acme", "initech", &own, db)

		o.forge(t, "rival", "globex", nil, db)
		damaged("another vendor's customer of the same ID", rival, theirs, "DB")
		_, own = o.kept(t, "rival", "globex", "DB")
		o.forge(t, "rival", "globex", &key, db)
		damaged("another vendor's, data key and all", rival, theirs, "DB")
		o.forge(t, "rival", "globex", &own, db)

		wide, wideKey := o.kept(t, "acme", "", "WIDE")
		o.forge(t, "acme", "globex", nil, wide)
		damaged("what is vendor-wide, in a customer's room", o.acme, plant, "WIDE")
		o.forge(t, "acme", "globex", &wideKey, wide)
		damaged("the same, data key and all", o.acme, plant, "WIDE")
		o.forge(t, "acme", "globex", &older, db)
		o.forge(t, "acme", "", &key, db)
		damaged("what is a customer's, for everybody", o.acme, desk, "WIDE")

		o.forge(t, "acme", "", &wideKey, wide)
		key.Number++
		o.forge(t, "acme", "globex", &key, db)
		damaged("a data key of another number", o.acme, plant, "DB")
		for i := range db.Sealed {
			bent := db
			bent.Sealed = append([]byte{}, db.Sealed...)
			bent.Sealed[i] ^= 1
			o.forge(t, "acme", "globex", &older, bent)
			damaged(fmt.Sprint("a bit at ", i), o.acme, plant, "DB")
		}
		o.forge(t, "acme", "globex", nil, db)
		require.Equal(t, "globex's first", resolved(t, o.acme, plant, "DB")["DB"], "put back, it opens")
	})
}

// TestRewrap is X03: secrets go over to another key while they are used, and the old
// one is refused afterwards.
func TestRewrap(t *testing.T) {
	onEachStore(t, "X03", func(t *testing.T, o *office) {
		_, plant := o.install(t, o.globex, "plant")
		setOwn(t, o.globex, "DB", "globex's")
		setWide(t, o.acme, "WIDE", "everybody's")
		older := o.master[0]
		newer, err := distr.NewMasterKey(newRand())
		require.NoError(t, err)
		with := func(keys ...distr.MasterKey) *distr.Vendor {
			return distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: keys}).Vendor("acme").As(distr.Operator())
		}
		want := map[string]string{"DB": "globex's", "WIDE": "everybody's"}

		_, err = with(newer).ResolveSecrets(t.Context(), plant)
		require.ErrorIs(t, err, seal.ErrUnknownKey)
		require.ErrorContains(t, err, older.ID(), "which key it takes is said plainly")
		_, err = with(newer).ResealSecrets(t.Context())
		require.ErrorIs(t, err, seal.ErrUnknownKey)
		_, err = with().SetSecret(t.Context(), "WIDE", []byte("x"))
		require.ErrorIs(t, err, seal.ErrNoKey)
		_, err = with().Reseal(t.Context())
		require.ErrorIs(t, err, seal.ErrNoKey)

		before, wasKey := o.kept(t, "acme", "globex", "DB")
		done, err := with(newer, older).ResealSecrets(t.Context())
		require.NoError(t, err)
		require.Equal(t, distr.Resealed{Secrets: 2}, done)
		after, nowKey := o.kept(t, "acme", "globex", "DB")
		require.NotEqual(t, before.Sealed, after.Sealed, "the values are under another data key")
		require.Equal(t, int64(1), after.Version, "and still the same")
		require.Equal(t, []any{int64(1), older.ID(), int64(2), newer.ID()}, []any{wasKey.Number, wasKey.Wrapper, nowKey.Number, nowKey.Wrapper})
		require.Equal(t, want, resolved(t, with(newer), plant))
		require.Equal(t, want, resolved(t, with(older, newer), plant))
		_, err = with(older).ResolveSecrets(t.Context(), plant)
		require.ErrorIs(t, err, seal.ErrUnknownKey, "the old key opens nothing any more")
		_, err = o.acme.ResolveSecrets(t.Context(), plant)
		require.ErrorIs(t, err, seal.ErrUnknownKey, "nor does a process that remembers what it opened")

		was := roomVersion(t, o)
		done, err = with(newer).Reseal(t.Context())
		require.NoError(t, err)
		require.Zero(t, done.Total(), "there is nothing left to do")
		require.Equal(t, was, roomVersion(t, o))
		var told []string
		for _, e := range o.events(t, "") {
			if e.Kind == distr.SecretsResealed {
				told = append(told, string(e.Customer)+string(e.Data))
			}
		}
		require.Equal(t, []string{`{"key":"` + newer.ID() + `","secrets":1}`, `globex{"key":"` + newer.ID() + `","secrets":1}`}, told)
	})
}

// TestRemovedAndPutBack sets a secret anew after it was removed: a row of before does
// not open in its place.
func TestRemovedAndPutBack(t *testing.T) {
	onEachStore(t, "put back", func(t *testing.T, o *office) {
		ctx := t.Context()
		_, plant := o.install(t, o.globex, "plant")
		setOwn(t, o.globex, "OTHER", "stays") // and the data key with it
		setOwn(t, o.globex, "DB", "leaked")
		old, _ := o.kept(t, "acme", "globex", "DB")
		_, err := o.globex.RemoveSecret(ctx, "DB")
		require.NoError(t, err)
		_, err = o.globex.RemoveSecret(ctx, "DB")
		require.ErrorIs(t, err, tenant.ErrNotFound)
		states, err := o.globex.Secrets(ctx)
		require.NoError(t, err)
		require.Len(t, states, 1)
		require.Equal(t, map[string]string{"OTHER": "stays"}, resolved(t, o.acme, plant))
		require.Equal(t, int64(2), setOwn(t, o.globex, "DB", "another").Version)
		require.Equal(t, map[string]string{"DB": "another", "OTHER": "stays"}, resolved(t, o.acme, plant))
		now, _ := o.kept(t, "acme", "globex", "DB")
		now.Sealed = old.Sealed
		o.forge(t, "acme", "globex", nil, now)
		_, err = o.acme.ResolveSecrets(ctx, plant)
		require.ErrorIs(t, err, seal.ErrDamaged)
	})
}

// TestLockedRooms loses a master key: a room in which nothing is left goes on with
// another one, and a re-wrap names the others that are locked and carries over the rest.
func TestLockedRooms(t *testing.T) {
	onEachStore(t, "a lost key", func(t *testing.T, o *office) {
		ctx := t.Context()
		newer, err := distr.NewMasterKey(newRand())
		require.NoError(t, err)
		lost, err := distr.NewMasterKey(newRand())
		require.NoError(t, err)
		with := func(keys ...distr.MasterKey) *distr.Vendor {
			return distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: keys}).Vendor("acme").As(distr.Operator())
		}
		for _, id := range []tenant.CustomerID{"aaa", "bbb", "zzz"} {
			_, err := o.acme.CreateCustomer(ctx, distr.NewCustomer{ID: id, Name: string(id)})
			require.NoError(t, err)
		}
		setOwn(t, with(lost).Account("aaa"), "DB", "one")
		setOwn(t, with(lost).Account("bbb"), "DB", "two")
		setOwn(t, o.acme.Account("zzz"), "DB", "three")

		v := with(newer, o.master[0])
		done, err := v.ResealSecrets(ctx)
		require.Equal(t, 1, done.Secrets, "behind the ones that are locked")
		require.ErrorIs(t, err, seal.ErrUnknownKey)
		for _, named := range []string{"customer aaa are locked", "customer bbb are locked", lost.ID(), "remove them, and set them anew"} {
			require.ErrorContains(t, err, named)
		}
		require.NotContains(t, err.Error(), "zzz")
		_, err = v.Account("aaa").SetSecret(ctx, "OTHER", []byte("x"))
		require.ErrorIs(t, err, seal.ErrUnknownKey)

		for _, id := range []tenant.CustomerID{"aaa", "bbb"} {
			_, err = v.Account(id).RemoveSecret(ctx, "DB")
			require.NoError(t, err)
		}
		setOwn(t, v.Account("aaa"), "DB", "four")
		_, key := o.kept(t, "acme", "aaa", "DB")
		require.Equal(t, []any{int64(2), newer.ID()}, []any{key.Number, key.Wrapper})
		done, err = with(newer).ResealSecrets(ctx)
		require.NoError(t, err, "an empty room needs no key")
		require.Zero(t, done.Secrets)
	})
}

// TestKeysThatChange has another process seal with a key that is new to this one.
func TestKeysThatChange(t *testing.T) {
	o := newOffice(t)
	older := o.master[0]
	newer, err := distr.NewMasterKey(newRand())
	require.NoError(t, err)
	file := []distr.MasterKey{older}
	long := distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: file, ReadMasterKeys: func() ([]distr.MasterKey, error) { return file, nil }}).
		Vendor("acme").As(distr.Operator())
	open := func(v *distr.Vendor, id distr.EndpointID) error {
		_, err := v.Outgoing(t.Context(), id)
		return err
	}
	before, _, err := long.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	file = []distr.MasterKey{newer, older}
	other := distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: file}).Vendor("acme").As(distr.Operator())
	theirs, _, err := other.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	require.NoError(t, open(long, theirs.ID))
	require.NoError(t, open(long, before.ID))
	mine, _, err := long.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	onlyNew := distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: []distr.MasterKey{newer}}).Vendor("acme").As(distr.Operator())
	require.NoError(t, open(onlyNew, mine.ID), "it is sealed with the new one")
	require.ErrorIs(t, open(onlyNew, before.ID), seal.ErrUnknownKey)
}

// TestRewrapUnderLoad sets, resolves and re-wraps at once. Every value that comes
// out was set, and the last one of each is there in the end.
func TestRewrapUnderLoad(t *testing.T) {
	onEachStore(t, "X03 under load", func(t *testing.T, o *office) {
		_, plant := o.install(t, o.globex, "plant")
		var keys []distr.MasterKey
		for range 4 {
			key, err := distr.NewMasterKey(newRand())
			require.NoError(t, err)
			keys = append(keys, key)
		}
		first := func(i int) *distr.Vendor { // the i-th key first, and the others behind it
			order := append([]distr.MasterKey{keys[i]}, append(append([]distr.MasterKey{}, keys[:i]...), keys[i+1:]...)...)
			return distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: order}).Vendor("acme").As(distr.Operator())
		}
		names := []string{"A", "B", "C"}
		for _, key := range names {
			setOwn(t, first(0).Account("globex"), key, key+" 0")
			setWide(t, first(0), "WIDE_"+key, key+" 0")
		}
		const rounds = 15
		var failed sync.Map
		var setting atomic.Int64
		setting.Store(int64(len(names)))
		atOnce(len(names)+4, func(i int) {
			v := first(i % len(keys))
			if i < len(names) {
				defer setting.Add(-1)
				for n := range rounds {
					_, err := v.Account("globex").SetSecret(t.Context(), names[i], fmt.Appendf(nil, "%s %d", names[i], n+1))
					_, wide := v.SetSecret(t.Context(), "WIDE_"+names[i], fmt.Appendf(nil, "%s %d", names[i], n+1))
					if err := errors.Join(err, wide); err != nil {
						failed.Store(fmt.Sprint("setting ", names[i]), err)
					}
				}
				return
			}
			if i < len(names)+2 {
				for n := range rounds {
					if _, err := first((i + n) % len(keys)).ResealSecrets(t.Context()); err != nil {
						failed.Store("re-wrapping", err)
					}
				}
				return
			}
			for once := true; once || setting.Load() > 0; once = false {
				got, err := v.ResolveSecrets(t.Context(), plant)
				if err != nil || len(got) != 2*len(names) {
					failed.Store("resolving", fmt.Sprint(len(got), err))
				}
				for key, s := range got {
					if value := string(s.Value.Reveal()); !strings.HasPrefix(value, strings.TrimPrefix(key, "WIDE_")+" ") {
						failed.Store("a value that nobody has set", key+": "+value)
					}
				}
			}
		})
		failed.Range(func(what, why any) bool {
			require.Fail(t, fmt.Sprint(what), "%v", why)
			return true
		})
		_, err := first(3).ResealSecrets(t.Context())
		require.NoError(t, err)
		left := distr.New(o.store, distr.Config{Now: o.clock.now, MasterKeys: keys[3:]}).Vendor("acme")
		got, err := left.ResolveSecrets(t.Context(), plant)
		require.NoError(t, err)
		for key, s := range got {
			require.Equal(t, fmt.Sprint(strings.TrimPrefix(key, "WIDE_"), " ", rounds), string(s.Value.Reveal()))
			require.Equal(t, int64(rounds+1), s.Version)
		}
	})
}

// A kms behaves like a key management system over the network: it is asked, it may
// be slow, and it may fail.
type kms struct {
	distr.KeyWrapper
	asked atomic.Int64
	fails atomic.Bool
	slow  chan struct{} // if set, Unwrap waits for it
}

var errKMS = errors.New("kms: 503 Service Unavailable")

func newKMS(t *testing.T) *kms {
	t.Helper()
	key, err := seal.NewKey(newRand())
	require.NoError(t, err)
	ring, err := seal.NewRing(key)
	require.NoError(t, err)
	return &kms{KeyWrapper: ring.Wrapper(newRand())}
}

func (k *kms) ID() string { return "arn:aws:kms:eu-central-1:1:key/1" }

func (k *kms) Wrap(ctx context.Context, dataKey, bound []byte) ([]byte, error) {
	k.asked.Add(1)
	if k.fails.Load() {
		return nil, errKMS
	}
	return k.KeyWrapper.Wrap(ctx, dataKey, bound)
}

func (k *kms) Unwrap(ctx context.Context, wrapped, bound []byte) ([]byte, error) {
	k.asked.Add(1)
	if k.slow != nil {
		select {
		case <-k.slow:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if k.fails.Load() {
		return nil, errKMS
	}
	return k.KeyWrapper.Unwrap(ctx, wrapped, bound)
}

func TestKeyManagementSystem(t *testing.T) {
	o := newOffice(t)
	_, plant := o.install(t, o.globex, "plant")
	system := newKMS(t)
	hub := func() *distr.Vendor {
		return distr.New(o.store, distr.Config{Now: o.clock.now, KeyWrapper: system}).Vendor("acme").As(distr.Operator())
	}
	v := hub()
	system.fails.Store(true)
	_, err := v.Account("globex").SetSecret(t.Context(), "DB", []byte("x"))
	require.ErrorIs(t, err, errKMS)
	require.ErrorContains(t, err, "the secrets of customer globex are locked")
	require.ErrorContains(t, err, system.ID())
	listed, err := v.Account("globex").Secrets(t.Context())
	require.NoError(t, err)
	require.Empty(t, listed, "nothing was kept")

	system.fails.Store(false)
	setOwn(t, v.Account("globex"), "DB", "globex's")
	system.asked.Store(0)
	for range 3 {
		require.Equal(t, "globex's", resolved(t, v, plant)["DB"])
	}
	require.Equal(t, int64(1), system.asked.Load(), "it is asked once")
	system.fails.Store(true)
	require.Equal(t, "globex's", resolved(t, v, plant)["DB"], "and not for a while")
	o.clock.move(5 * time.Minute)
	_, err = v.ResolveSecrets(t.Context(), plant)
	require.ErrorIs(t, err, errKMS, "what it forbids is obeyed after five minutes")
	_, err = hub().ResolveSecrets(t.Context(), plant)
	require.ErrorIs(t, err, errKMS)
	system.fails.Store(false)
	require.Equal(t, "globex's", resolved(t, v, plant)["DB"], "a failure is not remembered")

	system.slow = make(chan struct{})
	slow := hub()
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error)
	go func() {
		_, err := slow.ResolveSecrets(ctx, plant)
		stopped <- err
	}()
	setWide(t, o.acme, "FREE", "nobody waits for it meanwhile") // another wrapper, and the same store
	stop()
	require.ErrorIs(t, <-stopped, context.Canceled)
	close(system.slow)
	require.Equal(t, "globex's", resolved(t, slow, plant, "DB")["DB"])
}

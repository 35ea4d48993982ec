package storetest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// machines lets several vendors with namesakes among their customers, people and
// products do one thing after another, always the same ones: a check that fails now
// and then would be of no use to whoever looks for the reason.
func machines(t T, s distr.Store) {
	everyMove(t)
	for i, p := range confusable() {
		newMachine(t, s, p, chosenBy(i)).run(machineUpdates)
	}
}

// machineUpdates is how many updates each pair of vendors sees: enough for every
// method to be used well and to be refused.
const machineUpdates = 40

// A chooser picks one of n, from 0 on. what says what is picked.
type chooser func(what string, n int) int

// chosenBy is a chooser that goes the same way each time.
func chosenBy(seed int) chooser {
	count := 0
	return func(what string, n int) int {
		count++
		hash := sha256.Sum256([]byte(fmt.Sprint(seed, " ", count, " ", what)))
		return int(binary.BigEndian.Uint32(hash[:4])>>1) % n
	}
}

// pick is one of a list.
func pick[V any](choose chooser, what string, list ...V) V {
	return list[choose(what, len(list))]
}

// A machine does to a store what is chosen, does the same to a model that is no
// more than a map for each room, and compares the two.
type machine struct {
	t      T
	s      distr.Store
	pair   pair
	choose chooser
	rooms  model
	count  int      // makes every record another one
	done   []string // what was done, for who looks for the reason
	seen   map[string]int
}

func newMachine(t T, s distr.Store, p pair, choose chooser) *machine {
	return &machine{t: t, s: s, pair: p, choose: choose, rooms: model{}, seen: map[string]int{}}
}

// A moveIn is one use of one method of a room, R: what is done, how it is to come
// out, and what becomes of the model if it comes out well.
type moveIn[R any] struct {
	do   func(R) error
	want error // nil, tenant.ErrNotFound or tenant.ErrConflict
	then func()
}

// A move is one in a vendor's room or in a customer's in it.
type move struct {
	name string
	moveIn[distr.VendorTx]
}

// begin puts into each vendor's room what most of the rest waits for.
func (m *machine) begin() {
	m.t.Helper()
	chosen := m.choose
	m.choose = func(string, int) int { return 0 }
	for _, v := range m.pair.vendors {
		var moves []move
		for _, put := range []func(*machine, room) moveAtVendor{(*machine).addCustomer, (*machine).putStaff, (*machine).putProduct, (*machine).putRelease} {
			made := move{"the beginning", put(m, room{v, ""})}
			made.then()
			moves = append(moves, made)
		}
		m.update(v, moves, false)
	}
	m.choose = chosen
}

// run makes so many updates of some moves each. One in eight fails in the end.
func (m *machine) run(updates int) {
	m.t.Helper()
	m.begin()
	for range updates {
		before := m.rooms.clone()
		v := pick(m.choose, "vendor", m.pair.vendors[:]...)
		var moves []move
		for range 1 + m.choose("moves", 32) {
			moves = append(moves, m.next(v))
		}
		fails := m.choose("fails", 8) == 0
		if fails {
			m.rooms = before
			m.done = append(m.done, "all of it undone")
		}
		m.update(v, moves, fails)
		for _, v := range m.pair.vendors {
			m.compare(v)
		}
	}
}

// next chooses a move and makes it in the model.
func (m *machine) next(v tenant.VendorID) move {
	var made move
	where := room{v, ""}
	if m.choose("room", 2) == 0 {
		do := pick(m.choose, "move", vendorMoves()...)
		made.moveIn = do.make(m, where)
		made.name = "VendorTx." + do.method + " in the room of " + where.String()
	} else {
		where.customer = pick(m.choose, "customer", m.pair.customers[:]...)
		do := pick(m.choose, "move", customerMoves()...)
		made.moveIn = m.inside(where, do)
		made.name = "CustomerTx." + do.method + " in the room of " + where.String()
	}
	outcome := " comes out well"
	if made.want != nil {
		outcome = " is " + made.want.Error()
	} else {
		made.then()
	}
	m.seen[strings.Fields(made.name)[0]+outcome]++
	m.done = append(m.done, made.name+outcome)
	return made
}

// inside is a move in a customer's room, if there is one.
func (m *machine) inside(where room, do moving[distr.CustomerTx]) moveAtVendor {
	if !m.rooms.has(where, "customer") {
		return moveAtVendor{want: tenant.ErrNotFound, do: func(tx distr.VendorTx) error {
			_, err := tx.Edit(where.customer)
			return err
		}}
	}
	c := do.make(m, where)
	return moveAtVendor{want: c.want, then: c.then, do: func(tx distr.VendorTx) error { return edit(tx, where.customer, c.do) }}
}

// update makes the moves in the store. What is refused does not end it.
func (m *machine) update(v tenant.VendorID, moves []move, fails bool) {
	m.t.Helper()
	var came []error
	err := m.s.Update(m.t.Context(), v, func(tx distr.VendorTx) error {
		came = nil
		for _, move := range moves {
			came = append(came, move.do(tx))
		}
		if fails {
			return errMine
		}
		return nil
	})
	if fails {
		require.ErrorIs(m.t, err, errMine)
	} else {
		require.NoError(m.t, err, "an update after %s", m.story())
	}
	for i, move := range moves {
		if move.want == nil {
			require.NoError(m.t, came[i], "%s, after %s", move.name, m.story())
			continue
		}
		require.ErrorIs(m.t, came[i], move.want, "%s, after %s", move.name, m.story())
	}
}

// compare reads all that a vendor's room tells and looks for what is too much, is
// missing, or is another.
func (m *machine) compare(v tenant.VendorID) {
	m.t.Helper()
	want := model{}
	for r, rows := range m.rooms {
		if r.vendor == v && len(rows) > 0 {
			want[r] = rows
		}
	}
	got := look(m.t, m.s, v, func(view distr.VendorView) (model, error) { return m.tell(view, v) })
	require.Equal(m.t, want.told(), got.told(), "the rooms of %s, after %s", v, m.story())
}

// story is what was done last.
func (m *machine) story() string {
	return strings.Join(m.done[max(0, len(m.done)-12):], "; ")
}

// everyMove fails if a room has a method to change something that no move uses.
func everyMove(t T) {
	t.Helper()
	used := []string{"Edit"} // every move in a customer's room
	for _, m := range vendorMoves() {
		used = append(used, m.method)
	}
	missing := slices.DeleteFunc(writes(reflect.TypeFor[distr.VendorTx](), reflect.TypeFor[distr.VendorView]()), func(name string) bool { return slices.Contains(used, name) })
	used = nil
	for _, m := range customerMoves() {
		used = append(used, m.method)
	}
	missing = append(missing, slices.DeleteFunc(writes(reflect.TypeFor[distr.CustomerTx](), reflect.TypeFor[distr.CustomerView]()), func(name string) bool { return slices.Contains(used, name) })...)
	if len(missing) > 0 {
		t.Errorf("no machine ever moves %v: add it to the moves of storetest", missing)
	}
}

// A moving is a method and how a move with it is chosen.
type moving[R any] struct {
	method string
	make   func(m *machine, where room) moveIn[R]
}

// unless is a refusal where something is not fine.
func unless(fine bool, err error) error {
	if fine {
		return nil
	}
	return err
}

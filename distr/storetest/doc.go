// Package storetest finds out whether a [distr.Store] keeps the promises that
// are written beside it. A store of your own is tested by one call:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) distr.Store {
//			store, err := mine.Open(t.TempDir())
//			require.NoError(t, err)
//			t.Cleanup(func() { require.NoError(t, store.Close()) })
//			return store
//		})
//	}
//
// Each of the [Checks] is a test of its own, on an empty store of its own. A
// store that outlives its process has one promise more to keep, [Reopen]:
//
//	func TestReopen(t *testing.T) {
//		path := t.TempDir()
//		store := open(t, path)
//		storetest.Reopen(t, store, func() distr.Store {
//			require.NoError(t, store.Close())
//			return open(t, path)
//		})
//	}
//
// The checks are told apart from wishes by the package's own tests: for each
// there are stores that break its promise, and for all of them together stores
// that go about it in quite different ways and keep every one.
//
// # The traps
//
// A function given to Update may be called again, and in another goroutine than
// the one that called Update. So a test must not end in there: return an error,
// set a result, and look at it afterwards.
//
// The races that some checks arrange need both sides to arrive within a fraction
// of a second. On a machine that is far too busy such a check may let a broken
// store pass; it never fails a right one.
package storetest

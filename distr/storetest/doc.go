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
// Each check is a test of its own, on an empty store of its own.
//
// # The trap
//
// A function given to Update may be called again, and in another goroutine than
// the one that called Update. So a test must not end in there: return an error,
// set a result, and look at it afterwards.
package storetest

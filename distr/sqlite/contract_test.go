package sqlite

import (
	"testing"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) distr.Store { return open(tb) })
}

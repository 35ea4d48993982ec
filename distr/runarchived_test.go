package distr_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A customer who is archived while a scan runs is not scanned on.
func TestArchivedWhileScanned(t *testing.T) {
	onEachStore(t, "archived", func(t *testing.T, o *office) {
		ofRuns(t, o)
		began := make(chan struct{})
		stop := scanning(t, o.acme, quick(scanFunc(func(ctx context.Context, _ distr.ScanJob, found func(distr.Finding) error) error {
			close(began)
			<-ctx.Done()
			return found(weak("rule", "example.com"))
		})))
		id := ask(t, o.globex)
		<-began
		_, err := o.globex.Archive(t.Context())
		require.NoError(t, err)
		run := until(t, o.globex, id, final)
		stop()
		require.Equal(t, distr.RunCancelled, run.State)
		require.Equal(t, "the customer is archived", run.Error)
		require.Equal(t, []distr.RunState{distr.RunCancelled}, endings(t, o, "globex")[id])
		for c, err := range o.acme.EachCustomer(t.Context(), distr.CustomerList{Status: distr.Archived}) {
			require.NoError(t, err)
			require.Zero(t, c.Scanned)
		}
	})
}

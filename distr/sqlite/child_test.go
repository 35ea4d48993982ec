package sqlite

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMain(m *testing.M) { child.Main(m, work) }

// work is what a child does: its role, and in which file.
func work(ctx context.Context, args ...string) error {
	role, path := args[0], args[1]
	s, err := Open(ctx, path, Config{})
	if err != nil {
		return err
	}
	switch role {
	case "add":
		err = s.Update(ctx, acme, add(tenant.CustomerID(fmt.Sprintf("child-%d", os.Getpid()))))
	case "acknowledge":
		err = acknowledge(ctx, s)
	case "deliver":
		err = deliverWithoutEnd(ctx, s)
	case "create":
		err = createSome(ctx, s)
	case "use":
		err = useWithoutEnd(ctx, s)
	case "scan":
		err = scanWithoutEnd(ctx, s, path)
	case "pull":
		err = pullWithoutEnd(ctx, s, path+".spill")
	default:
		err = fmt.Errorf("there is no role %q", role)
	}
	if err != nil {
		return err
	}
	return s.Close()
}

// acknowledge writes without end, from several goroutines, and prints the ID of
// each customer that was added, when it was. Each comes with an event of the
// same ID.
func acknowledge(ctx context.Context, s *Store) error {
	var all sync.WaitGroup
	failed := make(chan error, 8)
	for writer := range cap(failed) {
		all.Go(func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), writer, n)
				err := s.Update(ctx, acme, func(tx distr.VendorTx) error {
					if err := tx.AddCustomer(customer(tenant.CustomerID(id))); err != nil {
						return err
					}
					return appendNext(tx, distr.Event{ID: distr.EventID(id), Actor: distr.Operator(), Kind: distr.CustomerAdded})
				})
				if err != nil {
					failed <- err
					return
				}
				_, _ = os.Stdout.WriteString(id + "\n") // one write, so lines do not mix
			}
		})
	}
	all.Wait()
	return <-failed
}

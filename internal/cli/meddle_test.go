package cli_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // the driver

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
)

func databaseOf(ts *testscript.TestScript) string {
	return filepath.Join(ts.Getenv("DISTR_DATA"), "distr.db")
}

// crowd does by the library what would take as many commands.
func crowd(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: crowd N")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	store, err := sqlite.Open(ctx, databaseOf(ts), sqlite.Config{})
	ts.Check(err)
	v := distr.New(store, distr.Config{}).Vendor("default").As(distr.Operator())
	for i := range n {
		if _, err = v.CreateCustomer(ctx, distr.NewCustomer{Name: fmt.Sprint("Crowd ", i)}); err != nil {
			break
		}
	}
	ts.Check(err)
	ts.Check(store.Close())
}

func meddle(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: meddle SQL")
	}
	db, err := sql.Open("sqlite", databaseOf(ts))
	ts.Check(err)
	_, err = db.ExecContext(ctx, args[0])
	ts.Check(err)
	ts.Check(db.Close())
}

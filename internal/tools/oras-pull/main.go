package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	blob := flag.Bool("blob", false, "fetch a blob by its digest")
	referrers := flag.Bool("referrers", false, "print what refers to the reference, and pull nothing")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: oras-pull [-blob | -referrers] REFERENCE\n\nThe login is taken from REGISTRY_USER and REGISTRY_PASSWORD.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 || *blob && *referrers {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Arg(0), *blob, *referrers); err != nil {
		fmt.Fprintln(os.Stderr, "oras-pull:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, reference string, blob, referrers bool) error {
	c, err := newClient(reference, os.Getenv("REGISTRY_USER"), os.Getenv("REGISTRY_PASSWORD"))
	if err != nil {
		return err
	}
	switch {
	case blob:
		return c.blob(ctx, os.Stdout)
	case referrers:
		return c.referrers(ctx, os.Stdout)
	default:
		return c.pull(ctx, os.Stdout)
	}
}

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	referrers := flag.Bool("referrers", false, "print what refers to the reference, and pull nothing")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: containerd-pull [-referrers] REFERENCE\n\nThe login is taken from REGISTRY_USER and REGISTRY_PASSWORD.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c := newClient(os.Getenv("REGISTRY_USER"), os.Getenv("REGISTRY_PASSWORD"))
	do := c.pull
	if *referrers {
		do = c.referrers
	}
	if err := do(ctx, os.Stdout, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "containerd-pull:", err)
		os.Exit(1)
	}
}

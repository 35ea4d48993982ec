# Arguments go through ARGS, as in: make demo ARGS=--once
ARGS ?=

.PHONY: demo test bench lint fuzz tools
.DEFAULT_GOAL := test

demo:
	go run ./cmd/distr demo $(ARGS)

# Installs or builds what the tests need, lints, tests, counts.
test:
	@scripts/test $(ARGS)

bench:
	go test -run='^$$' -bench=. -benchmem $(ARGS) ./...

lint: tools
	@scripts/lint $(ARGS)

# Each fuzz target for FUZZTIME, 10s if not set.
fuzz:
	@scripts/fuzz

tools:
	@scripts/tools

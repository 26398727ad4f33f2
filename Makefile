.DEFAULT_GOAL := help
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build ./bin/tickmark
	go build -o bin/tickmark ./cmd/tickmark

test: ## Run the tests
	go test ./...

check: ## Run what CI runs
	bash .ci/run

examine: build ## Examine the example and write its draft report
	./bin/tickmark examine examples/larkspur-soc2

lint: ## gofmt, go vet and staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

golden: ## Rewrite the golden files, then look at the difference
	go test ./... -update && git diff --stat

bench: ## Measure what docs/performance.md states
	go test -run '^$$' -bench . -benchmem ./...

fuzz: ## Fuzz every parser for 20 seconds each
	bash .ci/fuzz 20s

clean: ## Remove what a build and a run leave
	rm -rf bin examples/*/.tickmark

.PHONY: help build test check examine lint golden bench fuzz clean

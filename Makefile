# Despacho. The two commands of the README are `make run` and `make test`.

SHELL := /bin/bash
DATA ?= ./data
LISTEN ?= 127.0.0.1:8080
ROUNDS ?= 20
SECONDS ?= 60
ENTRIES ?= 100000
INVOICES ?= 2000
FRONTEND := $(shell find frontend/src frontend/build.mjs frontend/package-lock.json -type f 2>/dev/null)

.PHONY: run test lint bench proofs contract release packages clean

## run: build the server and serve on http://127.0.0.1:8080, with the embedded database in ./data; the printer of documents is built meanwhile
run: frontend/dist/manifest.json
	scripts/packages build
	cargo build --release --locked -p despacho
	scripts/serve --data $(DATA) --listen $(LISTEN)

## test: every test: rules, actions on SQLite and PostgreSQL, API, pages in a browser
test: packages frontend/dist/manifest.json e2e/node_modules/.package-lock.json
	cargo build --locked --workspace --all-targets
	scripts/with-postgres cargo test --locked --workspace
	scripts/kills --rounds 2 --seconds 2 --invoices 60 sqlite
	cd e2e && npx playwright test

## lint: format, clippy, texts in both languages, unused dependencies, advisories
lint: frontend/dist/manifest.json
	cargo fmt --all -- --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	scripts/unused-dependencies
	scripts/deny

## bench: timings as machine-readable rows, on SQLite and PostgreSQL; memory over 10,000 documents; what strangers can do
bench: packages frontend/dist/manifest.json
	DESPACHO_DURABLE=1 scripts/with-postgres cargo bench --locked -p despacho --bench despacho
	DESPACHO_DURABLE=1 scripts/with-postgres cargo bench --locked -p despacho --bench ledger
	DESPACHO_DURABLE=1 scripts/with-postgres cargo bench --locked -p despacho --bench banks
	DESPACHO_DURABLE=1 scripts/with-postgres cargo bench --locked -p despacho --bench documents
	DESPACHO_DURABLE=1 scripts/with-postgres cargo bench --locked -p despacho --bench tasks
	cargo bench --locked -p despacho-printer --bench flat
	cargo bench --locked -p despacho --bench strangers

## proofs: a server and a database killed ROUNDS times over SECONDS of posting, and while INVOICES are issued, lose nothing; hledger, ledger and beancount find our figures in ENTRIES entries
proofs: frontend/dist/manifest.json
	cargo build --locked -p despacho -p despacho-printer
	scripts/kills --rounds $(ROUNDS) --seconds $(SECONDS) --invoices $(INVOICES) $(if $(SEED),--seed $(SEED))
	PROOF_ENTRIES=$(ENTRIES) scripts/with-postgres cargo test --locked -p despacho --test it peers:: -- --test-threads=2

## contract: property-based requests against the running server from its own OpenAPI document (needs PyPI)
contract: frontend/dist/manifest.json
	cargo build --locked -p despacho
	scripts/contract

## release: both programs, a unit for systemd and their checksums, packed as dist/despacho-<version>-<target>.tar.gz
release: frontend/dist/manifest.json
	scripts/packages build
	scripts/release

packages:
	scripts/packages test

frontend/dist/manifest.json: $(FRONTEND)
	cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error

clean:
	rm -rf target dist frontend/dist frontend/node_modules e2e/node_modules

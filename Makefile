# make run   the dashboard of an invented clinic, on http://127.0.0.1:5006
# make notebooks   the notebooks on that clinic, in JupyterLab
# make test  everything that must hold before a change is kept
# make audit the dependencies against the flaws that are published; needs the Internet
#
# Each prepares what it needs. A fresh machine needs Python 3.11 or newer, and make.

BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; \
	done)
UV ?= $(BIN)/uv
CLINIC := data/demo.duckdb

.PHONY: run notebooks test check audit setup chromium peers demo messages screenshots bench torture lock clean

run: demo
	$(BIN)/relance-ops --db $(CLINIC) --wait 0 serve --address 127.0.0.1 --port 5006

notebooks: demo
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation \
		--constraint requirements.lock --editable ".[notebooks]"
	RELANCE_DB=$(abspath $(CLINIC)) $(BIN)/jupyter lab notebooks

test: setup chromium peers check
	$(BIN)/pytest -n auto -m "not browser and not slow and not peer"
	$(BIN)/pytest -n auto --dist loadfile -m "browser or slow or peer"

check: setup
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Known flaws of what the lock installs. It asks a service of the Internet, so that it is no
# part of `check`, which must hold anywhere: docs/security.md says when to run it.
audit: setup
	@$(UV) tool run pip-audit==2.10.1 --requirement requirements.lock --disable-pip \
		--vulnerability-service osv --progress-spinner off || { \
		echo "Flaws are listed above. If a connection failed instead, the service of" \
			"advisories (OSV) cannot be reached from here: nothing was audited." >&2; exit 1; }

setup: .venv/ready

# pip brings uv, by the pin and hashes of the lock; uv brings the rest, by theirs.
.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or newer is needed: https://www.python.org/downloads/" \
			"(Debian: apt install python3 python3-venv), then make again." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

chromium:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { \
		if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
			apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation; \
		else \
			echo "The browser tests need Chromium. On Debian and Ubuntu:" >&2; \
			echo "  sudo apt-get install -y --no-install-recommends chromium fonts-liberation" >&2; \
			exit 1; \
		fi; }

# Real mail servers, SMS gateways and a printer; the tests start each one on the loopback.
PEERS := postfix dovecot-imapd kannel gammu-smsd libdbd-sqlite3 cups-ipp-utils avahi-daemon dbus nodejs npm
SMPP := tests/peers/smpp
peers:
	@for p in postfix dovecot bearerbox gammu-smsd ippeveprinter avahi-daemon dbus-daemon node npm; do \
		PATH="$$PATH:/usr/sbin" command -v $$p >/dev/null || missing="$$missing $$p"; \
	done; \
	test -z "$$missing" || { \
		if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
			apt-get update && DEBIAN_FRONTEND=noninteractive \
				apt-get install -y --no-install-recommends $(PEERS); \
		else \
			echo "The tests of email, SMS and print need$$missing. On Debian and Ubuntu:" >&2; \
			echo "  sudo apt-get install -y --no-install-recommends $(PEERS)" >&2; \
			exit 1; \
		fi; }
	@test $(SMPP)/node_modules/.package-lock.json -nt $(SMPP)/package-lock.json || { \
		cd $(SMPP) && npm ci --no-audit --no-fund --silent; }

# Its reminders are due on the day it was built: it is built again each day.
demo: setup
	@today=$$(TZ=Europe/Paris date +%F); \
	if test ! -f $(CLINIC) || test "$$(cat $(CLINIC).day 2>/dev/null)" != "$$today"; then \
		$(BIN)/relance-ops --db $(CLINIC) --wait 0 demo --replace && echo "$$today" > $(CLINIC).day; \
	fi

# The French texts of the code, collected into the English catalogue to be translated.
messages: setup
	$(BIN)/pybabel -q extract -k N_ -k _n:1,2 --no-location -o .venv/messages.pot relance_ops
	$(BIN)/pybabel -q update -l en -i .venv/messages.pot --no-fuzzy-matching --ignore-obsolete \
		-o relance_ops/locale/en/LC_MESSAGES/relance_ops.po

screenshots: setup chromium
	$(BIN)/python -m tests.dashboard.screenshots

bench: setup
	$(BIN)/python -m benchmarks

# Real processes killed, frozen, starved and cut off; then the peers are asked. A round
# is played again by its number: make torture N=1 SEED=17
N ?= 20
SEED ?= 1
torture: setup
	nice -n 10 $(BIN)/python -m tests.torture $(N) $(SEED)

# No address of a registry and no comment goes into the lock: each machine has its own.
lock:
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--quiet --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

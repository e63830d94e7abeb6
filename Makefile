# make demo      set up an environment and read an example
# make test      set up an environment and run every check
# make train     CORPORA=path   train the reader anew (installs PyTorch)
# make evaluate  CORPORA=path   score the reader that ships
# make folds     CORPORA=path   score the relation labels by retraining them five times (after make train)
# make bench     measure beside natasha and spaCy
# make peers     set beside what PyPI has, on annotated articles of our own
# make lock      renew requirements/*.txt (needs uv)
#
# Each makes its own environment from a lock file with hashes, once; `make clean` removes them all.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
CORPORA ?= ../shared/corpora
CONTACTS ?= $(CORPORA)/../contacts
OWN_CONTACTS := training/data/contacts.own
EXAMPLE ?= examples/geneva.en.md

PIP := -m pip --disable-pip-version-check --no-input -qq

.PHONY: demo test train evaluate folds corpora bench peers lock clean python
.DELETE_ON_ERROR:

demo: .venv/ready
	.venv/bin/dragoman read $(EXAMPLE)

test: .venv-dev/ready
	.venv-dev/bin/ruff check .
	.venv-dev/bin/ruff format --check .
	.venv-dev/bin/mypy --strict src training benchmarks
	.venv-dev/bin/python -m pytest

train: .venv-train/ready corpora
	.venv-train/bin/python $(PIP) download --no-deps --require-hashes -r requirements/base.txt \
		--platform manylinux2014_x86_64 --only-binary :all: -d build/training/wheels
	.venv-train/bin/python -m training.train --corpora $(CORPORA)

evaluate: .venv/ready corpora
	.venv/bin/python -m training.evaluate --attributions $(CORPORA)/attribution.ru.dev.jsonl
	.venv/bin/python -m training.evaluate --attributions $(CORPORA)/attribution.en.dev.jsonl --flat
	.venv/bin/python -m training.evaluate --attributions training/data/attribution.talks.jsonl
	@if [ -f $(CONTACTS)/score_contacts.py ]; then \
		mkdir -p build && .venv/bin/python -m training.comparisons $(CONTACTS) --left-out --further $(OWN_CONTACTS) \
			> build/contacts.jsonl && .venv/bin/python $(CONTACTS)/score_contacts.py $(CONTACTS) build/contacts.jsonl && \
		.venv/bin/python -m training.comparisons $(OWN_CONTACTS) --left-out --further $(CONTACTS) \
			> build/contacts.own.jsonl && \
		.venv/bin/python $(CONTACTS)/score_contacts.py $(OWN_CONTACTS) build/contacts.own.jsonl && \
		.venv/bin/python -m training.alignment $(CONTACTS) $(OWN_CONTACTS); \
	else echo "No sets of readouts in $(CONTACTS): name their folder with CONTACTS=path (docs/retrain.md)."; fi

folds: .venv-train/ready corpora
	.venv-train/bin/python -m training.evaluate --relations $(CORPORA)/relations.en.train.jsonl --folds 5

corpora:
	@test -f $(CORPORA)/attribution.ru.dev.jsonl || { echo "No corpora in $(CORPORA):" \
		"name their folder with CORPORA=path (docs/retrain.md)." >&2; exit 1; }

bench: .venv-bench/ready
	.venv-bench/bin/python benchmarks/read.py

peers: .venv-peers/ready
	.venv-peers/bin/python -m benchmarks.peers

.venv/ready: requirements/run.txt
.venv-dev/ready: requirements/dev.txt
.venv-train/ready: requirements/train.txt
.venv-bench/ready: requirements/bench.txt
.venv-peers/ready: requirements/peers.txt

# An environment: what the lock file pins, then this package from its folder. PyTorch is not in the lock file
# of the training environment, since its builds (CPU, CUDA) need different packages beside it.
.venv/ready .venv-dev/ready .venv-train/ready .venv-bench/ready .venv-peers/ready: pyproject.toml | python
	@echo "Setting up $(@D) from $(filter requirements/%,$^) (once; a minute or two)"
	@rm -rf $(@D)
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP) install --require-hashes -r $(filter requirements/%,$^)
	@case $(@D) in *-train) $(@D)/bin/python $(PIP) install torch==2.13.0 ;; esac
	@$(@D)/bin/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

python:
	@test -n "$(PYTHON)" || { echo "Dragoman needs Python 3.11 or newer; python3 here is" \
		"$$(python3 -V 2>&1). Name another with make PYTHON=path." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Dragoman needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }

UV := uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --upgrade
LOCK := $(UV) pyproject.toml requirements/build.in
CUDA := cuda-bindings cuda-pathfinder cuda-toolkit triton $(addprefix nvidia-, cublas cuda-cupti cuda-nvrtc \
	cuda-runtime cudnn-cu13 cufft cufile curand cusolver cusparse cusparselt-cu13 nccl-cu13 nvjitlink \
	nvshmem-cu13 nvtx)

lock:
	$(LOCK) -o requirements/run.txt
	$(LOCK) --extra dev -o requirements/dev.txt
	$(LOCK) --extra server --extra postgres -o requirements/server.txt
	$(LOCK) --extra bench -o requirements/bench.txt
	$(LOCK) requirements/peers.in -o requirements/peers.txt
	$(LOCK) --extra train $(addprefix --no-emit-package=, torch $(CUDA)) -o requirements/train.txt
	$(UV) --no-deps requirements/base.in -o requirements/base.txt

clean:
	rm -rf .venv .venv-dev .venv-train .venv-bench .venv-peers build dist

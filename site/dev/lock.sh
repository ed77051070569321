#!/usr/bin/env bash
# Resolves the dependencies of pyproject.toml again and writes the two locked lists, with hashes and without addresses.
set -euo pipefail
cd "$(dirname "$0")/../.."
compile=(python3 -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml)
"${compile[@]}" "$@" -o requirements.txt
"${compile[@]}" "$@" --group dev -c requirements.txt -o requirements-dev.txt

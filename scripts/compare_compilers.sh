#!/bin/sh
# Builds the program with clang as well and compares what both programs write for three worlds,
# manifests included, byte for byte. Parquet and tests are left out: they add minutes and no draw.
set -eu
cd "$(dirname "$0")/.."

[ -x build/footfall ] || { echo "compare_compilers: build/footfall is missing: ./dev build" >&2; exit 1; }
cmake --preset clang
cmake --build --preset clang --parallel "$(getconf _NPROCESSORS_ONLN)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

compare() {
  for build in build build-clang; do
    "$build/footfall" simulate "$@" --format csv,jsonl --out "$folder/$build" --overwrite -q
  done
  diff -rq "$folder/build" "$folder/build-clang" || {
    echo "compare_compilers: g++ and clang++ differ in $*" >&2
    exit 1
  }
  echo "compare_compilers: the same bytes from both: $*"
}

compare scenarios/india_retail.yaml
compare scenarios/germany.yaml --customers 200
compare scenarios/minimal.yaml --days 400 --seed 7

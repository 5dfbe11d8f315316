#!/bin/sh
# Prints the instructions that one item costs, counted by callgrind: the difference of two sizes, so
# that start-up cancels. Repeatable on shared machines, unlike seconds. valgrind has no AVX-512, so
# this is the AVX2 path on every machine.   usage: bench/instructions.sh [SMALL LARGE] (customers)
set -eu
cd "$(dirname "$0")/.."

small=${1:-1000}
large=${2:-3000}
command -v valgrind >/dev/null 2>&1 || { echo "instructions: no valgrind" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# Prints "instructions items" of $1 customers a persona.
count() {
  valgrind --tool=callgrind --callgrind-out-file="$folder/callgrind.$1" --log-file="$folder/log" \
    build/footfall simulate scenarios/india_retail.yaml --format null --threads 1 \
    --customers "$1" --json >"$folder/out" || { cat "$folder/log" >&2; exit 1; }
  instructions=$(sed -n 's/^summary: //p; s/^totals: //p' "$folder/callgrind.$1" | tail -n 1)
  items=$(sed -n 's/^  "items": \([0-9]*\),$/\1/p' "$folder/out")
  echo "$instructions $items"
}

first=$(count "$small")
second=$(count "$large")
echo "$first $second" | awk -v small="$small" -v large="$large" '
  NF != 4 || $4 <= $2 { print "instructions: no counts" > "/dev/stderr"; exit 1 }
  { printf "%d customers a persona: %.0f instructions, %d items\n", small, $1, $2
    printf "%d customers a persona: %.0f instructions, %d items\n", large, $3, $4
    printf "instructions an item (AVX2 path, null sink): %.1f\n", ($3 - $1) / ($4 - $2) }'

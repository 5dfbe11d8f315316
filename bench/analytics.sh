#!/bin/sh
# Times every metric of a data set of 10 million items, or of ITEMS millions, and the same SQL in DuckDB's
# own Python package; needs about 10 MB of disk a million items, which it frees.
# usage: bench/analytics.sh [ITEMS] [RUNS]
set -eu
cd "$(dirname "$0")/.."
millions=${1:-10} runs=${2:-3}

folder=$(mktemp -d "${TMPDIR:-/tmp}/footfall-analytics.XXXXXX")
trap 'rm -rf "$folder"' EXIT INT TERM
date -u '+date      %Y-%m-%d %H:%M UTC'
sed -n 's/^model name[[:space:]]*: /CPU       /p' /proc/cpuinfo | head -n 1
printf 'cores     %s\nload      %s\n' "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
printf 'commit    %s\n' "$(git rev-parse --short HEAD)"
build/footfall simulate scenarios/india_retail.yaml --customers $((millions * 5300)) --format parquet \
  --out "$folder/data" -q
.footfall/venv/bin/python bench/analytics.py "$folder" "$runs"

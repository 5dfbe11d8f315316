#!/bin/sh
# Times build/footfall end to end, every sink on 1 and 2 threads; prints one table and keeps the raw
# runs in bench/results/<date>.log.   usage: bench/end_to_end.sh [CUSTOMERS_A_PERSONA [RUNS]]
set -eu
cd "$(dirname "$0")/.."

customers=${1:-100000}
runs=${2:-5}
scenario=scenarios/india_retail.yaml
program=build/footfall
[ -x "$program" ] || { echo "end_to_end: no $program; run ./dev build" >&2; exit 1; }

base=${TMPDIR:-/tmp}
place="temporary folder on disk"
if [ -d /dev/shm ] && [ -w /dev/shm ]; then base=/dev/shm place=tmpfs; fi
folder=$(mktemp -d "$base/footfall_bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# Prints what a reader needs to judge the figures; no names or paths of the machine.
describe_machine() {
  commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
  git diff --quiet HEAD -- src CMakeLists.txt 2>/dev/null || commit="$commit + changes"
  if [ -n "$(find src CMakeLists.txt -newer "$program" -type f | head -n 1)" ]; then
    commit="$commit (sources are newer than the program: the commit is not what ran)"
  fi
  compiler=$(readelf -p .comment "$program" 2>/dev/null | sed -n 's/.*\(GCC: .*\|clang version .*\)/\1/p' |
    head -n 1)
  echo "date      $(date -u '+%Y-%m-%d %H:%M UTC')"
  echo "CPU       $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(getconf _NPROCESSORS_ONLN) CPUs, $(grep -qw avx512bw /proc/cpuinfo && echo AVX-512 || echo no AVX-512)"
  echo "compiler  ${compiler:-unknown}"
  echo "commit    $commit"
  echo "program   sha256 $(sha256sum "$program" | cut -c1-16)"
  echo "load      $(cut -d' ' -f1-3 /proc/loadavg) (1, 5, 15 minutes) at the start"
  echo "run       $scenario, $customers customers a persona, seed 42, output to $place;" \
    "1 warm-up + $runs runs"
}

header() {
  printf '%-22s %7s %-14s %7s %-14s %8s %10s %9s %7s\n' 'sink, threads' 'wall s' \
    '  min..max' 'CPU s' '  min..max' 'M item/s' 'M item/CPU' 'MB' 'RSS MB'
}

# Measures format $1 on $2 threads, with compression $3 if any; the row goes to the table.
measure() {
  python3 bench/measure.py --label "$1${3:+ $3}, $2" --runs "$runs" --folder "$folder/data" -- \
    "$program" simulate "$scenario" --customers "$customers" --format "$1" --threads "$2" \
    ${3:+--compression "$3"} --out "$folder/data" >>"$folder/table" 2>>"$folder/raw"
  tail -n 1 "$folder/table"
}

mkdir -p bench/results
log=bench/results/$(date -u +%Y-%m-%d).log
sha256sum "$program" >"$folder/sum"
describe_machine | tee "$folder/machine"
echo
header
for threads in 1 2; do
  measure null "$threads"
  measure csv "$threads"
  measure jsonl "$threads"
  measure parquet "$threads" zstd
  measure parquet "$threads" snappy
done
sha256sum --status -c "$folder/sum" || { echo "end_to_end: $program changed meanwhile" >&2; exit 1; }
{ cat "$folder/machine"; echo; header; cat "$folder/table"; echo; cat "$folder/raw"; } >"$log"
echo
echo "raw runs in $log"

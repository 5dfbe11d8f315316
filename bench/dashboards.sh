#!/bin/sh
# Compares the page with one of Streamlit, of the default world; needs Node, Chromium, and
#   python3 -m venv PEER && PEER/bin/pip install -r bench/streamlit_requirements.txt
# usage: bench/dashboards.sh PEER [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
peer=$1 rounds=${2:-7}

folder=$(mktemp -d "${TMPDIR:-/tmp}/footfall-dashboards.XXXXXX")
stop() {
  [ -z "${footfall:-}" ] || kill "$footfall" 2>/dev/null || true
  [ -z "${streamlit:-}" ] || kill "$streamlit" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT INT TERM
date -u '+date      %Y-%m-%d %H:%M UTC'
sed -n 's/^model name[[:space:]]*: /CPU       /p' /proc/cpuinfo | head -n 1
printf 'cores     %s\nload      %s\n' "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
printf 'commit    %s\npeer      streamlit %s\n' "$(git rev-parse --short HEAD)" "$("$peer/bin/streamlit" --version | sed 's/.* //')"
build/footfall simulate scenarios/india_retail.yaml --format parquet --out "$folder/data" -q
build/footfall dashboard "$folder/data" --out "$folder/page.html" -q
build/footfall serve "$folder/data" --port 18123 >/dev/null 2>&1 &
footfall=$!
HOME=$folder "$peer/bin/streamlit" run bench/streamlit_page.py --server.address 127.0.0.1 --server.port 18124 \
  --server.headless true --browser.gatherUsageStats false -- "$folder/data" >/dev/null 2>&1 &
streamlit=$!
for port in 18123 18124; do
  tries=0
  until curl -sf -o /dev/null "http://127.0.0.1:$port/"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "nothing answers on port $port" >&2; exit 1; }
    sleep 0.3
  done
done
printf 'file      %s bytes\n' "$(wc -c <"$folder/page.html")"
node bench/dashboards.mjs "$rounds" "footfall=http://127.0.0.1:18123/" "file=file://$folder/page.html" "streamlit=http://127.0.0.1:18124/"

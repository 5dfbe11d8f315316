#!/bin/sh
# Builds and runs bench/models.cpp: CPU-seconds of the models and coverage of their intervals.
# usage: bench/models.sh [WORLDS]
set -eu
cd "$(dirname "$0")/.."

cmake --build build --target models_bench >/dev/null
date -u '+date      %Y-%m-%d %H:%M UTC'
sed -n 's/^model name[[:space:]]*: /CPU       /p' /proc/cpuinfo | head -n 1
printf 'compiler  %s\n' "$(g++ --version | head -n 1)"
printf 'commit    %s\n' "$(git rev-parse --short HEAD)"
build/src/models_bench "$@"

#!/bin/bash
# What many questions in one run cost, against a loop of single runs, through the built-in planner
# and through a model on loopback that takes its time:
#     tests/bench/batch.sh BUILD-FOLDER [QUESTIONS]
set -eu
build=$1
cmake --build "$build" --target askdb bench_batch >/dev/null
exec "$build/tests/bench_batch" "$build/cli/askdb" "${2-200}"

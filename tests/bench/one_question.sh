#!/bin/bash
# What one question costs, against curl and sqlite3 doing the same by hand, and what starting costs,
# against an empty program with the same libraries:
#     tests/bench/one_question.sh BUILD-FOLDER [RUNS]
set -eu
build=$1
cmake --build "$build" --target bench_one_question bench_empty_program >/dev/null
exec "$build/tests/bench_one_question" "$build/cli/askdb" "$build/tests/bench_empty_program" "${2-40}"

#!/bin/bash
# What it takes from starting the REPL to its prompt, over a database of 5,000 tables:
#     tests/bench/repl_start.sh BUILD-FOLDER [RUNS]
set -eu
build=$1
cmake --build "$build" --target bench_repl_start >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
{
    echo "BEGIN;"
    for ((i = 0; i < 5000; ++i)); do
        echo "CREATE TABLE table_$i (id INTEGER PRIMARY KEY, name TEXT, created TEXT, status TEXT, site_id INTEGER, note TEXT, amount REAL, kind TEXT);"
    done
    echo "COMMIT;"
} | sqlite3 "$folder/large.db"
export HOME=$folder
"$build/tests/bench_repl_start" "$build/cli/askdb" "$folder/large.db" "${2-40}"

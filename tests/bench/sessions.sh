#!/bin/bash
# What kept conversations cost, in an SQLite file and, where tests/support/servers.sh started one, in
# PostgreSQL: listing, opening and searching many of them, and keeping turns from 1, 8 and 64
# threads, against plain libsqlite3 with a transaction for every turn:
#     tests/bench/sessions.sh BUILD-FOLDER [CONVERSATIONS]
set -eu
build=$1
cmake --build "$build" --target bench_sessions >/dev/null
exec "$build/tests/bench_sessions" "${2-100000}"

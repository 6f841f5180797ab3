#!/bin/sh
# One question to the example database (maintenance.sql), from nothing:
#     examples/quickstart.sh "How many work orders are overdue by site?"
# Installs what is missing (Debian packages), builds build/release, makes the database under build/,
# then asks. Each of these only when something is missing or older than what it is made of. stdout
# carries the answer only.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build/release
askdb=$build/cli/askdb
stamp=$build/quickstart.stamp # As old as the sources that askdb was built from.
script=$root/examples/maintenance.sql
database=$root/build/maintenance.db
log=$root/build/quickstart.log

usage() {
    cat >&2 <<END
usage: examples/quickstart.sh QUESTION

Asks the example database (equipment maintenance at twelve plants), for example:
  examples/quickstart.sh "How many work orders are overdue by site?"
  examples/quickstart.sh "How many work orders were opened in 2024?"
  examples/quickstart.sh "What is the average cost of corrective work orders by equipment category?"
END
}

say() { echo "quickstart: $*" >&2; }

# Runs a command with its output in the log; shows the end of the log when it fails.
logged() {
    "$@" >>"$log" 2>&1 && return
    tail -n 40 "$log" >&2
    say "failed; all of it is in $log"
    exit 1
}

program_is_fresh() {
    [ -x "$askdb" ] && [ -f "$stamp" ] &&
        [ -z "$(cd "$root" && find CMakeLists.txt CMakePresets.json libagent sessions cli \
            -newer "$stamp" -print -quit)" ]
}

database_is_fresh() { [ -f "$database" ] && [ ! "$script" -nt "$database" ]; }

build_program() {
    say "building askdb (some minutes the first time; log: $log)"
    mkdir -p "$build"
    touch "$stamp.new" # Before the build: what is edited meanwhile is newer.
    options=
    [ -f "$build/CMakeCache.txt" ] || options="-DASKDB_TESTS=OFF -DASKDB_EXAMPLES=OFF"
    (cd "$root" && logged cmake --preset release $options)
    (cd "$root" && logged cmake --build "$build" --target askdb)
    mv "$stamp.new" "$stamp"
}

make_database() {
    say "making the example database"
    rm -f "$database".new*
    logged sqlite3 -batch -bail -init /dev/null "$database.new" <"$script"
    mv "$database.new" "$database"
}

prepare() {
    mkdir -p "$root/build"
    exec 9>"$root/build/quickstart.lock"
    flock -n 9 || { say "another one is at it, waiting" && flock 9; }
    : >"$log"
    . "$root/examples/packages.sh"
    install_missing "$log" $build_packages
    program_is_fresh || build_program
    database_is_fresh || make_database
    exec 9>&-
}

[ $# -gt 0 ] && [ -n "$*" ] || { usage && exit 2; }
case $1 in -h | --help) usage && exit 0 ;; esac

program_is_fresh && database_is_fresh || prepare
exec "$askdb" -d "$database" -- "$@"

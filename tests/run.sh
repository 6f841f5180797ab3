#!/bin/bash
# All that must hold before a change goes in:
#     tests/run.sh [--only release|asan|tsan] [--cancels N] [--bench]
# Installs what is missing (Debian packages), checks format, man pages and scripts, starts
# PostgreSQL and MariaDB on loopback, builds the presets under build/check-*, runs the tests in each,
# and ends with "N passed, N failed". Exits 1 when anything failed, 2 on wrong usage. Needs no
# terminal and no network but the package mirror's.
# --cancels N (or ASKDB_TEST_CANCELS): statements that are stopped at random moments, per database;
# 200 by default.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null

presets=(release asan tsan)
only=
bench=
passed=0
failed=0
test_timeout=1500 # Seconds that one preset's tests may take.

# What has to be undone in the end.
mounted=()
child=                              # The process group of what runs now.
servers=                            # The folder of the database servers.
servers_record=build/servers.folder # Names it for a later run, should this one be killed.

# What was compiled in one clone need not be compiled again in another.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export ASAN_OPTIONS=detect_leaks=1:halt_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:suppressions=$PWD/tests/support/tsan.supp

# A folder made by debootstrap has no /proc, which sanitizers read, and no /dev/pts, where tests open
# terminals: root mounts both for as long as the tests run.
mount_what_is_missing() {
    if [ ! -e /proc/self ]; then mount -t proc proc /proc && mounted+=(/proc); fi
    if ! (: <>/dev/ptmx) 2>/dev/null; then
        mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts && mounted+=(/dev/pts)
    fi
    [ ${#mounted[@]} -eq 0 ] || say "mounted ${mounted[*]} until the end"
}

# The servers are the same for all presets. They do not inherit the lock: should they outlive us, a
# later run could not end them.
start_servers() {
    stop_servers "$(cat "$servers_record" 2>/dev/null)"
    servers=$(mktemp -d /tmp/askdb-servers-XXXXXX) || return
    echo "$servers" >"$servers_record"
    timeout 120 sh tests/support/servers.sh start "$servers" >build/servers.env 2>build/servers.log 9>&-
    # shellcheck disable=SC1091 # Made just now.
    . build/servers.env
    [ -n "${ASKDB_TEST_POSTGRES-}" ] && [ -n "${ASKDB_TEST_MARIADB-}" ]
}

stop_servers() {
    [ ! -d "$1" ] || sh tests/support/servers.sh stop "$1" 9>&-
    rm -f "$servers_record" build/servers.env
}

# run_child COMMAND...: in a process group of its own, which ends when we are told to end.
run_child() {
    set -m
    "$@" &
    child=$!
    set +m
    local status=0
    wait "$child" || status=$?
    child=
    return $status
}

# However this ends, nothing of it stays behind.
clean_up() {
    trap '' INT TERM HUP
    [ -z "$child" ] || { kill -- "-$child" && wait "$child"; } 2>/dev/null
    [ -z "$servers" ] || stop_servers "$servers"
    lift_policies
    [ ${#mounted[@]} -eq 0 ] || umount "${mounted[@]}"
}

usage() {
    echo "usage: tests/run.sh [--only release|asan|tsan] [--cancels N] [--bench]" >&2
    exit 2
}

say() { printf '== %s\n' "$*"; }

# check NAME COMMAND...: one check that passes or fails by its exit code; shows what a failing one said.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\nFAILED: %s\n' "$output" "$name"
    fi
}

sources() { find libagent sessions cli examples tests -name '*.h' -o -name '*.cpp' | sort; }

check_format() { sources | xargs -d '\n' -r clang-format --dry-run -Werror --; }
check_manual() { find man -name '*.[1-9]' -print0 | xargs -0 -r mandoc -T lint -W warning; }
check_shell() {
    local script status=0
    for script in examples/*.sh .ci/run; do sh -n "$script" || status=1; done
    find tests -name '*.sh' -print0 | xargs -0 -n 1 bash -n || status=1
    return $status
}

# Counts the finished test cases of a Catch2 XML report ("passed failed unfinished"), and prints each
# failed one with the assertions that failed. A report that breaks off leaves a case unfinished.
read_report() {
    awk '
        function attribute(name) {
            if (!match($0, " " name "=\"[^\"]*\"")) return ""
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        function plain(text) {
            gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
            gsub(/&amp;/, "\\&", text)
            return text
        }
        /^ *<TestCase / { name = attribute("name"); open = 1; notes = "" }
        /<(Expression|Failure|Exception|FatalErrorCondition)[ >]/ {
            if (attribute("success") != "true")
                notes = notes "    " attribute("filename") ":" attribute("line") ":\n"
            detail = attribute("success") != "true"
        }
        /<\/(Expression|Failure|Exception|FatalErrorCondition)>/ { detail = 0; next }
        detail && !/^ *<[A-Za-z\/]/ { notes = notes "       " $0 "\n" }
        /<OverallResult / && open {
            open = 0
            if (attribute("success") == "true") { passed++; next }
            failed++
            printf "FAILED: %s\n%s", plain(name), plain(notes) > "/dev/stderr"
        }
        END {
            if (open) printf "BROKE OFF in: %s\n%s", plain(name), plain(notes) > "/dev/stderr"
            print passed + 0, failed + 0, open + 0
        }' "$1"
}

# Builds one preset; shows the end of the log when it fails.
build_preset() {
    local preset=$1 build=$2
    {
        run_child cmake --preset "$preset" -B "$build" -DASKDB_WERROR=ON -DASKDB_TESTS=ON &&
            run_child cmake --build "$build"
    } >"$build.log" 2>&1 && return
    grep -E -A 12 'error|FAILED|CMake Error' "$build.log" | head -n 60
    echo "FAILED: the build of preset $preset; all of it is in $build.log"
    return 1
}

# Builds and tests one preset, and adds up its test cases. A crash counts as one that failed.
run_preset() {
    local preset=$1 build=build/check-$1 started=$SECONDS report status counts broken
    report=$build/tests.xml
    say "$preset: building"
    build_preset "$preset" "$build" || { failed=$((failed + 1)) && return; }
    say "$preset: built in $((SECONDS - started)) s, testing"
    started=$SECONDS
    rm -f "$report"
    # Thread sanitizer maps fixed addresses, which a kernel that randomises many bits may have taken.
    local run=()
    [ "$preset" = tsan ] && setarch "$(uname -m)" -R true 2>/dev/null && run=(setarch "$(uname -m)" -R)
    run_child "${run[@]}" timeout --kill-after=10 "$test_timeout" \
        "$build/tests/askdb_tests" -r xml -d yes -o "$report" >"$build/tests.log" 2>&1
    status=$?
    touch "$report"
    read -r -a counts <<<"$(read_report "$report")"
    broken=$((counts[1] + counts[2]))
    # It crashed outside of any test case, or there was none.
    [ "$status" -eq 0 ] && [ "${counts[0]}" -gt 0 ] || [ "$broken" -gt 0 ] || broken=1
    if [ "$broken" -gt 0 ]; then
        tail -n 60 "$build/tests.log"
        echo "FAILED: the tests of preset $preset ended with status $status; see $build/tests.log"
    fi
    passed=$((passed + counts[0]))
    failed=$((failed + broken))
    say "$preset: ${counts[0]} passed, $broken failed in $((SECONDS - started)) s"
}

# Whatever measures: tests/bench/*.sh, each given the folder of the release build.
run_benchmarks() {
    local script
    for script in tests/bench/*.sh; do
        [ -e "$script" ] || continue
        say "$script"
        run_child bash "$script" build/check-release || failed=$((failed + 1))
    done
}

while [ $# -gt 0 ]; do
    case $1 in
    --only)
        only=${2-}
        [[ " ${presets[*]} " == *" $only "* && -n $only ]] || usage
        shift 2
        ;;
    --cancels)
        [[ ${2-} =~ ^[1-9][0-9]*$ ]] || usage
        export ASKDB_TEST_CANCELS=$2
        shift 2
        ;;
    --bench) bench=1 && shift ;;
    *) usage ;;
    esac
done
[ -z "$only" ] || presets=("$only")
[ -z "$bench" ] || [[ " ${presets[*]} " == *" release "* ]] || usage

mkdir -p build
exec 9>build/run.lock
flock -n 9 || { say "another tests/run.sh is at it, waiting" && flock 9; }
. examples/packages.sh
. tests/support/quiet_install.sh
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ "$(id -u)" != 0 ] || mount_what_is_missing
: >build/packages.log
# shellcheck disable=SC2086 # The lists are words.
install_quietly build/packages.log $build_packages $test_packages || {
    echo "0 passed, 1 failed"
    exit 1
}

if start_servers; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    unset ASKDB_TEST_POSTGRES ASKDB_TEST_MARIADB
    cat build/servers.log
    echo "FAILED: starting PostgreSQL and MariaDB"
fi
check "format (clang-format)" check_format
check "manual pages (mandoc)" check_manual
check "scripts (syntax)" check_shell
for preset in "${presets[@]}"; do run_preset "$preset"; done
[ ! -x build/check-release/cli/askdb ] || [[ " ${presets[*]} " != *" release "* ]] ||
    check "Debian package" bash tests/support/check_package.sh build/check-release
[ -z "$bench" ] || run_benchmarks

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/bash
# All that must hold before a change goes in:
#     tests/run.sh [--only release|asan|tsan] [--cancels N] [--bench]
# Installs what is missing (Debian packages), checks format, man pages and scripts, starts
# PostgreSQL and MariaDB on loopback, builds the presets under build/check-*, runs the tests in each
# (in groups side by side, since many of them wait; each group has database servers of its own), and
# ends with "N passed, N failed". Exits 1 when anything failed, 2 on wrong usage. Needs no
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
groups=(1 2)      # Of tests.

# What has to be undone in the end.
mounted=()
children=()                         # The process groups of what runs now.
servers=()                          # The folders of the database servers, one for each group.
servers_record=build/servers.folder # Names them for a later run, should this one be killed.

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
    local group left=()
    mapfile -t left < <(cat "$servers_record" 2>/dev/null)
    stop_servers "${left[@]}"
    for group in "${groups[@]}"; do
        servers+=("$(mktemp -d /tmp/askdb-servers-XXXXXX)") || return
    done
    printf '%s\n' "${servers[@]}" >"$servers_record"
    for group in "${groups[@]}"; do
        start_child timeout 120 sh tests/support/servers.sh start "${servers[group - 1]}" \
            >"build/servers-$group.env" 2>"build/servers-$group.log" 9>&-
    done
    for group in "${groups[@]}"; do wait_child; done
    for group in "${groups[@]}"; do has_servers "$group" || return; done
}

has_servers() {
    grep -q ASKDB_TEST_POSTGRES= "build/servers-$1.env" &&
        grep -q ASKDB_TEST_MARIADB= "build/servers-$1.env"
}

stop_servers() {
    local folder
    for folder in "$@"; do
        [ ! -d "$folder" ] || sh tests/support/servers.sh stop "$folder" 9>&-
    done
    rm -f "$servers_record" build/servers-*.env
}

# start_child COMMAND...: in a process group of its own, which ends when we are told to end. Its
# number is the last of `children`.
start_child() {
    set -m
    "$@" &
    children+=($!)
    set +m
}

# wait_child: for the one that was started first; returns its status.
wait_child() {
    local status=0
    wait "${children[0]}" || status=$?
    children=("${children[@]:1}")
    return $status
}

run_child() {
    start_child "$@"
    wait_child
}

# However this ends, nothing of it stays behind.
clean_up() {
    trap '' INT TERM HUP
    local child
    for child in "${children[@]}"; do kill -- "-$child" 2>/dev/null; done
    for child in "${children[@]}"; do wait "$child" 2>/dev/null; done
    [ ${#servers[@]} -eq 0 ] || stop_servers "${servers[@]}"
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

# split_tests BUILD COMMAND...: deals the test cases that COMMAND lists out to the groups, so that
# neighbours, which take about the same time, come to different ones. Prints how many there are.
split_tests() {
    local build=$1
    shift
    rm -f "$build"/tests-*
    "$@" --list-test-names-only 2>/dev/null | awk -v groups=${#groups[@]} -v stem="$build/tests-" '
        NF {
            gsub(/[\\,"]/, "\\\\&") # Which mean something in a list of names.
            print "\"" $0 "\"" >(stem (count++ % groups + 1) ".names")
        }
        END { print count + 0 }'
}

# in_group GROUP COMMAND...: with the servers of that group.
in_group() {
    local group=$1
    shift
    # shellcheck disable=SC1090 # Made by start_servers.
    ! has_servers "$group" || . "build/servers-$group.env"
    exec "$@"
}

# add_up BUILD GROUP STATUS: how one group of a preset's tests ended. A crash counts as one that
# failed. Adds to run_preset's counts.
add_up() {
    local stem=$1/tests-$2 status=$3 counts
    touch "$stem.xml"
    read -r -a counts <<<"$(read_report "$stem.xml" || true)"
    [ ${#counts[@]} -eq 3 ] || counts=(0 1 0)
    preset_passed=$((preset_passed + counts[0]))
    local broken=$((counts[1] + counts[2]))
    # It crashed outside of any test case, or there was none, or not all were found by their names.
    [ "$status" -eq 0 ] && [ "${counts[0]}" -eq "$(wc -l <"$stem.names")" ] ||
        [ "$broken" -gt 0 ] || broken=1
    [ "$broken" -gt 0 ] || return
    preset_failed=$((preset_failed + broken))
    tail -n 60 "$stem.log"
    echo "FAILED: the tests of preset $preset ended with status $status; see $stem.log"
}

# Builds and tests one preset, and adds up its test cases.
run_preset() {
    local preset=$1 build=build/check-$1 started=$SECONDS group status
    local preset_passed=0 preset_failed=0 run=()
    say "$preset: building"
    build_preset "$preset" "$build" || { failed=$((failed + 1)) && return; }
    say "$preset: built in $((SECONDS - started)) s, testing"
    started=$SECONDS
    # Thread sanitizer maps fixed addresses, which a kernel that randomises many bits may have taken.
    [ "$preset" = tsan ] && setarch "$(uname -m)" -R true 2>/dev/null && run=(setarch "$(uname -m)" -R)
    run+=("$build/tests/askdb_tests")
    [ "$(split_tests "$build" "${run[@]}")" -ge ${#groups[@]} ] || {
        echo "FAILED: the tests of preset $preset cannot be listed"
        failed=$((failed + 1))
        return
    }
    for group in "${groups[@]}"; do
        start_child in_group "$group" timeout --kill-after=10 "$test_timeout" "${run[@]}" \
            -f "$build/tests-$group.names" -r xml -d yes -o "$build/tests-$group.xml" \
            >"$build/tests-$group.log" 2>&1
    done
    for group in "${groups[@]}"; do
        wait_child
        status=$?
        add_up "$build" "$group" "$status"
    done
    passed=$((passed + preset_passed))
    failed=$((failed + preset_failed))
    say "$preset: $preset_passed passed, $preset_failed failed in $((SECONDS - started)) s"
}

# Whatever measures: tests/bench/*.sh, each given the folder of the release build.
run_benchmarks() {
    local script
    for script in tests/bench/*.sh; do
        [ -e "$script" ] || continue
        say "$script"
        run_child in_group 1 bash "$script" build/check-release || failed=$((failed + 1))
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
    cat build/servers-*.log
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

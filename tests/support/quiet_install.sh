# Sourced by tests/run.sh, after examples/packages.sh: installs database servers without what their
# packages do besides on a machine that runs services. Nothing is started, and PostgreSQL makes no
# cluster. Both by files that only stand there while apt runs; those that an installation which was
# killed left behind are known by their first lines, and go with the next.

service_policy=/usr/sbin/policy-rc.d
cluster_policy=/etc/postgresql-common/createcluster.d/askdb-tests.conf
policy_mark="# Of askdb's tests/run.sh, while it installs packages."

# place_policy FILE MODE LINE...: unless something stands there already.
place_policy() {
    policy_file=$1 policy_mode=$2
    shift 2
    [ ! -e "$policy_file" ] || return 0
    as_root mkdir -p "$(dirname "$policy_file")"
    printf '%s\n' "$@" | as_root tee "$policy_file" >/dev/null
    as_root chmod "$policy_mode" "$policy_file"
}

# Takes away what place_policy has placed, now or in an earlier run.
lift_policies() {
    for policy_file in "$service_policy" "$cluster_policy"; do
        [ -e "$policy_file" ] && grep -qxF "$policy_mark" "$policy_file" || continue
        as_root rm -f "$policy_file"
        [ "$policy_file" = "$service_policy" ] ||
            as_root rmdir --ignore-fail-on-non-empty "${policy_file%/*}"
    done
}

# install_quietly LOG PACKAGE...: install_missing, with the policies in place.
install_quietly() {
    quiet_log=$1
    shift
    may_install=
    if command -v apt-get >/dev/null && [ -n "$(missing_packages "$@")" ]; then
        if [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; then may_install=1; fi
    fi
    if [ -n "$may_install" ]; then
        place_policy "$service_policy" 755 '#!/bin/sh' "$policy_mark" 'exit 101'
        place_policy "$cluster_policy" 644 "$policy_mark" 'create_main_cluster = off'
    fi
    quiet_status=0
    install_missing "$quiet_log" "$@" || quiet_status=$?
    lift_policies
    return $quiet_status
}

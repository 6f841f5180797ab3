#!/bin/sh
# Tells the teams of the cloud costs example that have spent most of their budget of a month:
#     watch_costs.sh cloud_costs.db 2025-06 90
# Prints team, percent, money left, one line for each team above that percentage; exit code 1 when
# there is one. Without a month it takes the last that was invoiced.
set -eu

[ $# -ge 1 ] || { echo "usage: watch_costs.sh DATABASE [YEAR-MONTH] [PERCENT]" >&2 && exit 2; }
database=$1 month=${2:-} percent=${3:-80}

if [ -z "$month" ]; then
    last=$(askdb sql -q -d "$database" --data csv \
        "SELECT max(invoice_month) FROM daily_costs") ||
        exit 2
    month=$(printf '%s\n' "$last" | tr -d '\r' | sed -n '2s/-01$//p')
fi
# What goes into a statement must be what it looks like.
refuse() { echo "watch_costs.sh: $*" >&2 && exit 2; }
case $month in [0-9][0-9][0-9][0-9]-[01][0-9]) ;; *) refuse "no month '$month'" ;; esac
case $percent in '' | *[!0-9]*) refuse "no percentage '$percent'" ;; esac

rows=$(askdb sql -q -d "$database" --data tsv "
    SELECT team, CAST(round(100 * spent_eur / budget_eur) AS INTEGER),
           round(budget_eur - spent_eur, 2)
    FROM monthly_team_costs
    WHERE invoice_month = '$month-01' AND budget_eur IS NOT NULL
      AND 100 * spent_eur >= $percent * budget_eur
    ORDER BY 2 DESC, 1") || exit 2
rows=$(printf '%s\n' "$rows" | tail -n +2)
[ -n "$rows" ] || exit 0
printf '%s\n' "$rows"
exit 1

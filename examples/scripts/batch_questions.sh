#!/bin/sh
# Answers the questions of a file, several at once, and can be started again after a failure or a
# kill: what is answered already is not asked again.
#     batch_questions.sh maintenance.db questions.txt answers.jsonl [JOBS]
# One question a line. ANSWERS gets one JSON object for each; the answers go to stdout in the order
# of the questions.
set -eu

usage="usage: batch_questions.sh DATABASE QUESTIONS ANSWERS [JOBS]"
[ $# -ge 3 ] || { echo "$usage" >&2 && exit 2; }
database=$1 questions=$2 answers=$3 jobs=${4:-4}

# Exit codes 3 and 5, a locked database or a busy provider: trying again a little later may help.
for pause in 1 10 60 0; do
    status=0
    askdb -d "$database" -f "$questions" -j "$jobs" --answers "$answers" || status=$?
    case $status in 3 | 5) ;; *) exit "$status" ;; esac
    echo "batch_questions.sh: some questions are without an answer" >&2
    sleep $pause
done
exit "$status"

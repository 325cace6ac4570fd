#!/usr/bin/env bash
# Refreshes the tables of docs/study-file.md, which the command makes from its own lists: study-file.sh GRADUS.
# With --check it changes nothing, and fails where the page differs or lacks one of the tables.
# A table stands between "<!-- gradus list NAME --markdown -->" and "<!-- end -->".
set -euo pipefail
check=
if [[ ${1:-} == --check ]]; then
  check=1
  shift
fi
gradus=$(realpath "${1:-build/release/gradus}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
page=docs/study-file.md
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT

skip=
while IFS= read -r line; do
  if [[ $line == '<!-- end -->' ]]; then skip=; fi
  [[ $skip ]] || printf '%s\n' "$line"
  if [[ $line =~ ^'<!-- gradus list '([a-z_]+)' --markdown -->'$ ]]; then
    "$gradus" list "${BASH_REMATCH[1]}" --markdown
    skip=1
  fi
done <"$page" >"$fresh"

status=0
while IFS= read -r name; do
  grep -qx "<!-- gradus list $name --markdown -->" "$page" || {
    echo "$page: has no table of $name; add its two marks, and scripts/study-file.sh GRADUS fills it" >&2
    status=1
  }
done < <("$gradus" list --markdown)
if [[ $check ]]; then
  diff "$page" "$fresh" || {
    echo "$page: is not what the command says; scripts/study-file.sh GRADUS refreshes it" >&2
    status=1
  }
else
  cat "$fresh" >"$page"
fi
exit $status

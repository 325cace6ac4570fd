#!/usr/bin/env bash
# One idea per file: no source above 400 lines, but for those listed here with the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

limit=400
declare -A reason=(
  # [path]="why this is one idea"
)

long=0
while IFS= read -r -d '' file; do
  lines=$(wc -l <"$file")
  ((lines > limit)) || continue
  if [[ -n ${reason[$file]:-} ]]; then
    echo "$file: $lines lines, ${reason[$file]}"
  else
    echo "$file: $lines lines, more than $limit; split it, or give the reason in $0" >&2
    long=1
  fi
done < <(tree_files '*.cpp' '*.hpp' '*.sh' '*.cmake')
((!long))

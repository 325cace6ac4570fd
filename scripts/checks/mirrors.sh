#!/usr/bin/env bash
# Names the sources that no test mirrors name for name. A report: not every source has something of its own to test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

total=0 without=0
while IFS= read -r -d '' file; do
  total=$((total + 1))
  test=${file#src/}
  if [[ ! -e tests/${test%.cpp}_test.cpp ]]; then
    echo "$file"
    without=$((without + 1))
  fi
done < <(tree_files 'src/*.cpp')
echo "$without of $total sources have no test of their name"

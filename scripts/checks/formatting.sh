#!/usr/bin/env bash
# Every source as clang-format 19 would write it. To mend: scripts/checks/formatting.sh --fix
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

how=(--dry-run -Werror)
[[ ${1:-} != --fix ]] || how=(-i)
tree_files '*.cpp' '*.hpp' | xargs -0 -r -n 40 -P "$(nproc)" clang-format-19 "${how[@]}"

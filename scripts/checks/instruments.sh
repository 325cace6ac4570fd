#!/usr/bin/env bash
# What every instrument, as a study has it by default, adds to the time of its training: at most 5 %. The same training with and
# without takes turns, so that a machine with neighbours slows both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh
. scripts/speed.sh
export LC_ALL=C  # a decimal point everywhere

build release gradus_command
json=$(mktemp)
trap 'rm -f "$json"' EXIT
build/release/gradus bench --json instruments-off instruments-default >"$json"
without=$(measured "$json" instruments-off median_us)
with=$(measured "$json" instruments-default median_us)
awk -v with="$with" -v without="$without" 'BEGIN {
  share = (with - without) / without
  printf "instruments at their default: %.0f us a training with, %.0f us without: %.1f %%, at most 5 %%\n", with, without, 100 * share
  exit !(without > 0 && share <= 0.05)
}'

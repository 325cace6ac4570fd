#!/usr/bin/env bash
# The kernels' share of the peak against 80 % of its floor: the peak is measured in the same run, so that a machine with
# neighbours slows both. Microseconds have no such measure beside them: they are shown here and held by ./test --full.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh
. scripts/speed.sh
export LC_ALL=C  # a decimal point everywhere

build dev gradus_command
json=$(mktemp)
trap 'rm -f "$json"' EXIT
mapfile -t cases < <(speed_floors | awk '!seen[$1]++ { print $1 }')
build/dev/gradus bench --json "${cases[@]}" >"$json"

slow=0
while read -r name measure bound floor; do
  eased=$(awk -v bound="$bound" -v floor="$floor" 'BEGIN { print bound == "at-most" ? floor / 0.8 : floor * 0.8 }')
  figure=$(measured "$json" "$name" "$measure")
  verdict=ok
  if ! holds "$figure" "$bound" "$eased"; then
    verdict="TOO SLOW"
    if [[ $measure == share_of_peak ]]; then slow=1; else verdict="slow"; fi
  fi
  printf '%-24s %-14s %12s   %s %s (floor %s)   %s\n' "$name" "$measure" "${figure:-none}" "$bound" "$eased" "$floor" "$verdict"
done < <(speed_floors)
((!slow))

#!/usr/bin/env bash
# The cases of `gradus bench` against 80 % of their floors: CI's machines have neighbours, the full evidence has not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh
. scripts/speed.sh
export LC_ALL=C  # a decimal point everywhere

build release gradus_command
json=$(mktemp)
trap 'rm -f "$json"' EXIT
mapfile -t cases < <(speed_floors | awk '{ print $1 }')
build/release/gradus bench --json "${cases[@]}" >"$json"

slow=0
while read -r name measure bound floor; do
  eased=$(awk -v bound="$bound" -v floor="$floor" 'BEGIN { print bound == "at-most" ? floor / 0.8 : floor * 0.8 }')
  figure=$(measured "$json" "$name" "$measure")
  verdict=ok
  if ! holds "$figure" "$bound" "$eased"; then
    verdict="TOO SLOW"
    slow=1
  fi
  printf '%-24s %-14s %12s   %s %s (floor %s)   %s\n' "$name" "$measure" "${figure:-none}" "$bound" "$eased" "$floor" "$verdict"
done < <(speed_floors)
((!slow))

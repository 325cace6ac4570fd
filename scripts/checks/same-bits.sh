#!/usr/bin/env bash
# A trial's result depends on its configuration and seed alone: studies in their quick form give the same results.json,
# seconds aside, and the same history from clang 19 and g++ 12, with 1, 2, 3 and 7 threads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh

studies=(xor moons)
build dev gradus_command
build gcc gradus_command

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# What one run computed, as a sum.
bits() {  # BUILD THREADS STUDY
  local out=$scratch/$1-$2-$3
  build/$1/gradus run "studies/$3.toml" --quick --quiet --threads "$2" --out "$out" >/dev/null
  sed -E 's/"seconds": *[^,}]+/"seconds":0/g' "$out/results.json" | cat - "$out/history.csv" | sha256sum | cut -c 1-16
}

differ=0
for study in "${studies[@]}"; do
  first=$(bits dev 1 "$study")
  echo "$study: $first"
  for other in "dev 2" "dev 3" "dev 7" "gcc 1" "gcc 2"; do
    read -r built threads <<<"$other"
    sum=$(bits "$built" "$threads" "$study")
    if [[ $sum != "$first" ]]; then
      echo "$study: $sum in build/$built with $threads threads" >&2
      differ=1
    fi
  done
done
((!differ))

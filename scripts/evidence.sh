#!/usr/bin/env bash
# Every claim at full size, each a figure against its threshold, into docs/evidence.md. Called by ./test --full, with
# build/release built. Takes a while, and wants the machine for itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/common.sh
. scripts/speed.sh
. scripts/results.sh
export LC_ALL=C  # a decimal point everywhere

gradus=build/release/gradus
work=build/evidence
rm -rf "$work"
mkdir -p "$work" docs
rows=$work/rows.md
: >"$rows"
broken=0

section() {
  say "evidence: $1"
  printf '\n## %s\n\n| claim | figure | threshold | verdict | date |\n| --- | ---: | ---: | --- | --- |\n' "$1" >>"$rows"
}

# claim WHAT BOUND THRESHOLD COMMAND...: the last line that the command prints is the figure.
claim() {
  local what=$1 bound=$2 threshold=$3 figure verdict=pass
  shift 3
  figure=$("$@" | tail -n 1) || figure=none
  if ! holds "$figure" "$bound" "$threshold"; then
    verdict='**FAIL**'
    broken=$((broken + 1))
  fi
  say "  $what: ${figure:-none} ($bound $threshold) $verdict"
  printf '| %s | %s | %s %s | %s | %s |\n' "$what" "${figure:-none}" "${bound/-/ }" "$threshold" "$verdict" \
    "$(date +%F)" >>"$rows"
}

# full STUDY [OPTION...]: runs a study into the work folder.
full() {
  local study=$1
  shift
  "$gradus" run "studies/$study.toml" --quiet --out "$work/$study" "$@" >/dev/null
}

results() { trials "$work/$1/results.json" "$2"; }
median_accuracy() { results "$1" "$2" | field val_accuracy | median 0; }
median_loss() { results "$1" "$2" | field loss | median inf; }

# How far the median over the seeds that converged lies from the reported epochs, as a factor from 1.
factor_from_reported() {
  results xor "$1" | grep '"status": *"converged"' | field epochs | median inf |
    awk -v reported="$2" '{ print ($1 > reported ? $1 / reported : reported / $1) }'
}
share_converged() {
  results xor "$1" | field status | awk '$1 == "converged" { ++n } END { if (NR) print n / NR }'
}
seconds_cold() {  # of a whole run, pictures included
  local started=$EPOCHREALTIME
  full xor --seeds 32 --force
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

section "Speed, by gradus bench"
"$gradus" bench --json >"$work/bench.json"
while read -r name measure bound floor; do
  claim "$name, $measure" "$bound" "$floor" measured "$work/bench.json" "$name" "$measure"
done < <(speed_floors)

section "Study 1, XOR: 32 seeds of four variants"
claim "seconds of the whole run, pictures included" at-most 2 seconds_cold
claim "SGD: median epochs of the converged, as a factor from the reported 3020" at-most 1.5 factor_from_reported '"sgd"' 3020
claim "SGD with momentum: the same from the reported 260" at-most 1.5 factor_from_reported '"sgd, momentum"' 260
claim "SGD: share that converged" at-least 0.75 share_converged '"sgd"'

section "Study 2, moons: 32 seeds, 100 epochs"
full moons --seeds 32
for batch in 32 64 128; do
  claim "relu, batch $batch: median test accuracy" at-least 0.955 median_accuracy moons "\"batch $batch\""
done
claim "sigmoids: median test accuracy, from below" at-least 0.84 median_accuracy moons '"sigmoid, batch 128"'
claim "sigmoids: median test accuracy, from above" at-most 0.90 median_accuracy moons '"sigmoid, batch 128"'

section "Study 2e, approximation: 8 seeds, 4000 epochs"
full approximation
claim "rate 0.005: median loss" at-most 3e-4 median_loss approximation '"learning_rate":0.005'

section "Study 5, Fashion-MNIST: 3 seeds, 1100 epochs of one batch"
full fashion-scratch --set 'vary.run=["SGD, 128-128"]'
claim "SGD: median test accuracy" at-least 0.83 median_accuracy fashion-scratch '"SGD, 128-128"'

{
  printf '# Evidence\n\nWritten by `./test --full`. The tests hold the rest: gradients, kernels against their twins, optimizers, formats.\n\n'
  printf -- '- machine: %s, %s cores\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
  "$gradus" --version | sed 's/^/- /'
  cat "$rows"
} >"$work/evidence.md"
mv "$work/evidence.md" docs/evidence.md
say "evidence: docs/evidence.md, $broken claims not kept"
((!broken))

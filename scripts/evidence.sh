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

# A figure to print: six digits say enough, and whole numbers keep theirs. What is no number stays as it is.
shown() {
  if [[ $1 =~ ^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$ && ! $1 =~ ^[-+]?[0-9]+$ ]]; then
    printf '%.6g\n' "$1"
  else
    printf '%s\n' "${1:-none}"
  fi
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
  figure=$(shown "$figure")
  say "  $what: $figure ($bound $threshold) $verdict"
  printf '| %s | %s | %s %s | %s | %s |\n' "$what" "$figure" "${bound/-/ }" "$threshold" "$verdict" \
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
claim "instruments at their default, share of a training's time" at-most 0.05 instruments_share "$work/bench.json"
claim "store and checkpoints, share of a study's time" at-most 0.03 store_share "$work/bench.json"

# Of ten pages the one that takes longest.
seconds_to_compile() {
  local example started
  for example in examples/*.cpp; do
    started=$EPOCHREALTIME
    clang++-19 -std=c++20 -O2 -Iinclude -c "$example" -o "$work/example.o"
    awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
  done | sort -g | tail -n 1
}
megabytes_installed() {
  cmake --install build/release --strip --prefix "$work/prefix" >/dev/null
  find "$work/prefix" \( -name 'libgradus.so.*.*.*' -o -path '*/bin/gradus' \) -printf '%s\n' |
    awk '{ n += $1 } END { print n / 1e6 }'
}
section "A library that others install"
claim "seconds to compile the slowest of ten examples, clang++-19 -O2" at-most 3 seconds_to_compile
claim "library and command, megabytes" at-most 15 megabytes_installed

# What takes a fresh root: where this user may not make one, the evidence says so.
seconds_to_first_report() { scripts/checks/first-run.sh | sed -n 's/.*report open after //p'; }
deb_runs() { scripts/checks/deb.sh >/dev/null && echo 1; }
if ((EUID == 0)) && command -v debootstrap >/dev/null && command -v chromium >/dev/null; then
  claim "a bare Debian 12 with git: seconds from git clone over ./run to the open report" at-most 900 seconds_to_first_report
  claim "the Debian package installs on a bare Debian 12 and runs a study there" at-least 1 deb_runs
else
  printf '\nNot measured here, for want of root, debootstrap or chromium: the first run on a bare Debian 12, its package.\n' >>"$rows"
fi

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

parameters_of() { "$gradus" summary "studies/$1.toml" "${@:2}" | sed -nE 's/^([0-9,]+) parameters.*/\1/p' | tr -d ,; }

section "Study 3a, the first 1000 digits: 10 seeds, 150 epochs"
claim "parameters, from below" at-least 108618 parameters_of mnist-cnn
claim "parameters, from above" at-most 108618 parameters_of mnist-cnn
full mnist-cnn
claim "median test accuracy" at-least 0.90 median_accuracy mnist-cnn ""

# Of the whole of study 3b: seconds, and its steps a second as a share of what bare steps of the same network give.
search_seconds() {
  local started=$EPOCHREALTIME
  full mnist-search
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
# 533 and 534 of 800 samples in batches of 32 are 17 steps an epoch.
share_of_bare_steps() {
  results mnist-search "" | field epochs |
    awk -v seconds="$1" -v bare="$(measured "$work/bench.json" cnn-adam-32 median_us)" \
      '{ steps += 17 * $1 } END { if (seconds > 0) print steps * bare * 1e-6 / seconds }'
}
# The mean of val_accuracy over the folds of each point, the best of those whose variant holds both texts.
best_point() {
  results mnist-search "$1" | grep -F -- "$2" |
    sed -nE 's/^ *(\{[^}]*\}).*"val_accuracy": *([^,}]+).*/\1\t\2/p' |
    awk -F '\t' '{ sum[$1] += $2; ++n[$1] }
      END { for (p in sum) if (n[p] == 3 && sum[p] / 3 > best) best = sum[p] / 3; print best + 0 }'
}
refused_defect() { "$gradus" check studies/defects/mnist-search-defect.toml 2>/dev/null >&2 || echo "$?"; }
section "Study 3b, the search: 88 points, 3 folds, 50 epochs"
seconds=$(search_seconds)
claim "seconds of all 264 trainings, pictures included" at-most 300 echo "$seconds"
claim "its steps a second, share of bare steps of that network" at-least 0.6 share_of_bare_steps "$seconds"
claim "best mean validation accuracy" at-least 0.92 best_point "" ""
claim "Adam at rate 1: best mean validation accuracy, chance is .1" at-most 0.2 best_point '"learning_rate":1.0,' '"optimizer":"adam"'
claim "the original's search, in which nothing searched was applied: refused with code" at-least 2 refused_defect

section "Study 3c, dropout: 5 rates, 3 folds, 5 seeds"
full mnist-dropout
claim "best of all trainings' median validation accuracy, rate .4" at-least 0.90 median_accuracy mnist-dropout '"rate":0.4'

refit_median() { results mnist-best "\"refit\":\"$1\"" | field test_accuracy | median 0; }
section "Study 3d, best, median and worst of the search again: 10 seeds"
full mnist-best --reuse "$work/mnist-search"
claim "best: median test accuracy" at-least 0.92 refit_median best
claim "worst: median test accuracy" at-most 0.5 refit_median worst

# The largest difference from the two formulas, over the networks of study 4e.
from_formulas() {
  "$gradus" check --gradients --quick studies/lenet-normalisation.toml |
    awk '/d o_i \/ d v_j|d L \/ d v_i/ { d = $(NF - 1) + 0; ++n; if (d > most) most = d } END { if (n) print most }'
}
section "Study 4a, gradients of softmax and cross-entropy, in double"
claim "largest difference from their formulas" at-most 1e-9 from_formulas

solver_median() { results digits-newton "\"hidden_layers\":2, \"solver\":\"$1\"" | field "$2" | median "$3"; }
section "Study 4b, full-batch solvers on 5000 digits: 5 starts, 250 evaluations"
"$gradus" data get digits >/dev/null
claim "parameters of two hidden layers, from below" at-least 8650 parameters_of digits-newton --set 'vary.hidden_layers=[2]'
claim "parameters of two hidden layers, from above" at-most 8650 parameters_of digits-newton --set 'vary.hidden_layers=[2]'
full digits-newton --set 'vary.solver=["truncated Newton","L-BFGS"]'
claim "truncated Newton: median J" at-most 0.20 solver_median "truncated Newton" loss inf
claim "truncated Newton: median training accuracy" at-least 0.99 solver_median "truncated Newton" categorical_accuracy 0
claim "L-BFGS: median J" at-most 0.11 solver_median L-BFGS loss inf
claim "L-BFGS: median training accuracy" at-least 0.999 solver_median L-BFGS categorical_accuracy 0

# Median training accuracy of a cell: ACTIVATION START SIDE, where RMSprop's epsilon stands outside or inside the root.
cell() {
  results initialisation "\"activation\":\"$1\",\"epsilon\":\"epsilon $3 the root\",\"start\":\"$2\"" |
    field accuracy | median 0
}
section "Study 4c, starting weights: 5 seeds, training accuracy of one epoch"
full initialisation
claim "tanh, sigma .1" at-least 0.9 cell tanh 0.1 outside
claim "tanh, sigma .01, from below" at-least 0.4 cell tanh 0.01 outside
claim "tanh, sigma .01, from above" at-most 0.7 cell tanh 0.01 outside
claim "tanh, sigma .8" at-most 0.4 cell tanh 0.8 outside
claim "sigmoid, sigma .01" at-most 0.2 cell sigmoid 0.01 outside
claim "sigmoid, sigma .1" at-least 0.6 cell sigmoid 0.1 outside
claim "sigmoid, sigma .8" at-least 0.6 cell sigmoid 0.8 outside
claim "tanh, Glorot" at-least 0.9 cell tanh Glorot outside
claim "epsilon inside the root: tanh, sigma .01 stays at chance" at-most 0.13 cell tanh 0.01 inside
claim "epsilon inside the root: sigmoid, sigma .01 stays at chance" at-most 0.13 cell sigmoid 0.01 inside

# Share of 1000 networks: NETWORK DTYPE METRIC.
share_of_networks() {
  results dying-relu "\"dtype\":\"$2\",\"network\":\"$1\"" | field "$3" | awk '{ n += $1 } END { if (NR) print n / NR }'
}
between_dtypes() {
  awk -v a="$(share_of_networks "$1" float32 "$2")" -v b="$(share_of_networks "$1" float64 "$2")" \
    'BEGIN { print (a > b ? a - b : b - a) }'
}
relu='ReLU, 10 hidden, ReLU output' leaky='LeakyReLU, 9 hidden, linear output'
section "Study 4d, dying ReLU: 1000 simulations of each network"
full dying-relu
claim "ReLU in float: all predictions equal, from below" at-least 0.93 share_of_networks "$relu" float32 collapse
claim "ReLU in float: all predictions equal, from above" at-most 0.985 share_of_networks "$relu" float32 collapse
claim "ReLU in double: the same, from below" at-least 0.93 share_of_networks "$relu" float64 collapse
claim "ReLU in double: the same, from above" at-most 0.985 share_of_networks "$relu" float64 collapse
claim "LeakyReLU in float: all predictions equal, from below" at-least 0.05 share_of_networks "$leaky" float32 collapse
claim "LeakyReLU in float: all predictions equal, from above" at-most 0.13 share_of_networks "$leaky" float32 collapse
claim "LeakyReLU in double: all predictions equal" at-most 0 share_of_networks "$leaky" float64 collapse
for span in 1e-6 1e-2 5e-2; do
  claim "ReLU in float: predictions span less than $span of the targets' span, from below" at-least 0.93 share_of_networks "$relu" float32 "collapse.within_$span"
  claim "LeakyReLU: within $span of the span, difference of the shares in float and in double" at-most 0.02 between_dtypes "$leaky" "collapse.within_$span"
done

# Of the map: its trials stand one a line.
networks_of_map() { grep -c '"variant"' "$work/dying-relu-map/results.json"; }
map_cell() {
  grep -F "\"depth\": $1, \"width\": $2}" "$work/dying-relu-map/results.json" | field collapse |
    awk '{ n += $1 } END { if (NR == 1000) print n / NR }'
}
map_seconds() {
  local started=$EPOCHREALTIME
  full dying-relu-map
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
section "The map of study 4d: depth 2 to 20, width 1 to 8, 1000 networks a cell"
claim "seconds of the one command, pictures included" at-most 300 map_seconds
claim "networks" at-least 152000 networks_of_map
claim "20 layers of 1 unit: all predictions equal" at-least 0.95 map_cell 20 1
claim "2 layers of 8 units: the same" at-most 0.05 map_cell 2 8

# How many of the reported inequalities between the four variants hold for our medians.
order_of_normalisations() {
  local variant
  for variant in '"BatchNorm / BatchNorm"' '"Normalization / BatchNorm"' '"BatchNorm and Dropout"' '"Dropout"'; do
    median_accuracy lenet-normalisation "\"with\":$variant"
  done | awk 'NR > 1 && $1 < before { ++kept } { before = $1 } END { print kept + 0 }'
}
section "Study 4e, normalisation and dropout: 3 seeds, 10 epochs, .01 below the reported accuracy"
full lenet-normalisation
claim "Normalization / BatchNorm: median val accuracy" at-least 0.9682 median_accuracy lenet-normalisation '"with":"Normalization / BatchNorm"'
claim "BatchNorm / BatchNorm: the same" at-least 0.9758 median_accuracy lenet-normalisation '"with":"BatchNorm / BatchNorm"'
claim "Dropout: the same" at-least 0.8926 median_accuracy lenet-normalisation '"with":"Dropout"'
claim "BatchNorm and Dropout: the same" at-least 0.9199 median_accuracy lenet-normalisation '"with":"BatchNorm and Dropout"'
claim "order of the four, inequalities kept of 3" at-least 3 order_of_normalisations

# Of the training that carries on from rate to rate, 5 epochs each from 1e-9 on.
decades=(5 10 15 20 25 30 35 40 45 50 55)
carried() { at_epochs "$work/lr-range" '"carried on"' loss "$@"; }
moved() { carried 1 5 10 15 | awk '{ for (i = 2; i <= NF; ++i) { d = $i - $1; if (d < 0) d = -d; if (d > most) most = d } } END { print most }'; }
best_at_a_tenth() {
  carried "${decades[@]}" |
    awk '{ best = 1; for (i = 2; i <= NF; ++i) if ($i != "null" && $i < $best) best = i; if (best == 9) ++n } END { print n / NR }'
}
diverged_share() { results lr-range "$1" | field status | awk '$1 == "diverged" { ++n } END { if (NR) print n / NR }'; }
loss_at() { carried "$1" | median inf; }
section "Study 4f, learning rates on Fashion-MNIST: 3 seeds"
full lr-range
claim "1e-9 to 1e-7: farthest that the loss moves" at-most 0.01 moved
claim "1e-9: median loss, ln 10 is 2.303" at-most 2.4 loss_at 5
claim "share of the seeds whose best decade is .1" at-least 1 best_at_a_tenth
claim "after 1 and 10: share that ends diverged" at-least 1 diverged_share '"carried on"'
claim "started fresh at 1: share diverged" at-least 1 diverged_share '"decade":1.0,'
claim "started fresh at 10: share diverged" at-least 1 diverged_share '"decade":10.0,'
claim "at 10: median loss, finite and far above ln 10" at-least 10 loss_at 55
claim "at 10: the same, from above" at-most 1e6 loss_at 55

best_val_accuracy() {
  at_epochs "$work/cyclic-lr" "$1" val_accuracy {1..50} |
    awk '{ best = 0; for (i = 1; i <= NF; ++i) if ($i != "null" && $i > best) best = $i; print best }' | median 0
}
section "Study 4g, cyclical rates on Fashion-MNIST: 3 seeds, 50 epochs"
full cyclic-lr --set 'vary.policy=["exp_range"]'
claim "exp_range with gamma 1: median best val accuracy" at-least 0.895 best_val_accuracy '"exp_range"'

rises() {
  local size
  for size in 32 64 128 256 512 1024 2048 4096; do
    results batch-size "\"batch_size\":$size," | grep -F '"10 epochs"' | field loss | median inf
  done | awk 'NR > 1 && $1 > before { ++n } { before = $1 } END { print n + 0 }'
}
section "Study 4h, batch sizes 32 to 4096: 3 seeds, 10 epochs each"
full batch-size
claim "rises of the median training loss, of 7" at-least 7 rises

{
  printf '# Evidence\n\nWritten by `./test --full`. The tests hold the rest: gradients, kernels against their twins, optimizers, formats.\n\n'
  printf -- '- machine: %s, %s cores\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
  "$gradus" --version | sed 's/^/- /'
  cat "$rows"
} >"$work/evidence.md"
mv "$work/evidence.md" docs/evidence.md
say "evidence: docs/evidence.md, $broken claims not kept"
((!broken))

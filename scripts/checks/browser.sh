#!/usr/bin/env bash
# Reports in a real headless Chromium: browser.sh GRADUS. Without complaints and requests, tables sort, series switch,
# figures enlarge, trials are found, a telephone is wide enough, print shows everything, hostile texts do nothing.
set -euo pipefail
gradus=$(realpath "$1")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
for needed in chromium python3; do
  command -v "$needed" >/dev/null || { echo "$0: $needed is missing; install Debian's package" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Rates of which one diverges, so that every control has something to do.
cat >"$work/rates.toml" <<'STUDY'
question = "Which rate is best?"
seeds = 5
[data]
source = "moons"
train = 100
[model]
layers = ["dense 8 relu", "dense 1 linear"]
[train]
loss = "mse"
optimizer = { kind = "sgd", learning_rate = "$rate" }
metrics = ["mae"]
epochs = 12
until = { loss = 0.12 }
[vary]
rate = [0.01, 0.1, 10.0, 9.0, 1e6]
[[instrument]]
kind = "gradients"
[[instrument]]
kind = "activations"
[[figure]]
y = ["loss", "mae"]
[[figure]]
kind = "mesh"
[[figure]]
kind = "bar"
x = "rate"
y = ["loss", "mae"]
STUDY
# The same, with other seeds and texts that attack a page.
cat >"$work/hostile.toml" <<'STUDY'
question = '</script><script>window.attacked = 1</script> "Why" <img src=x onerror="window.attacked = 2">?'
expect = '<svg onload="window.attacked = 3">'
seeds = 130
[data]
source = "xor"
[model]
layers = ["dense $units relu", "dense 1 sigmoid"]
[train]
loss = "mse"
optimizer = "adam 0.1"
batch_size = "all"
epochs = 3
[vary.units]
'<img src=x onerror="window.attacked = 4">' = 4
"]]></text></svg><script>window.attacked = 5</script>" = 6
STUDY
(
  cd "$work"
  "$gradus" run rates.toml --quiet >/dev/null
  "$gradus" run rates.toml --quiet --seeds 4 --set train.epochs=10 --out other >/dev/null
  "$gradus" run hostile.toml --quiet >/dev/null
  "$gradus" report results/rates other >/dev/null
)
python3 browser/report.py "$work/results/rates/report.html" "$work/results/hostile/report.html" \
  "$work/comparison.html"

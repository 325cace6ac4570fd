#!/usr/bin/env bash
# Makes docs/gallery.md and its pictures from the studies in docs/gallery: gallery.sh GRADUS. With "gallery.sh --page" it prints the
# page and draws nothing. Of each picture, SVG or PNG, the smaller is kept.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
studies=(moons spirals curve images xor depth range search)
pictures=docs/images/gallery

# The figures of a study, in its order: the name of each, or its kind.
figures() {
  awk '
    function tell() { if (open) print (name != "" ? name : kind) }
    /^\[/ { tell(); open = 0 }
    /^\[\[figure\]\]/ { open = 1; kind = "line"; name = "" }
    open && /^kind = / { gsub(/"/, "", $3); kind = $3 }
    open && /^name = / { gsub(/"/, "", $3); name = $3 }
    END { tell() }' "docs/gallery/$1.toml"
}

page() {
  cat <<'TEXT'
# The gallery

Every kind of figure that a study can ask for, each with the study that made it. Save one as `study.toml`, and
```console
./run run study.toml --out results/gallery
```
puts its pictures into `results/gallery/figures`: as SVG for the screen, as PNG for a talk, as PDF for a paper, and as CSV with every
number that is drawn. `gradus list figure` names the kinds, and what only some of them take; every key stands in
[the study file](study-file.md#figure), and is printed by `gradus list figure --markdown`. Colours stay apart for colour-blind readers; lines
differ in dash and markers in shape as well, for print in grey. Every picture has a white ground, so that it can be read on a dark page too.

In C++ a figure is a value that `save` draws, made by a function of `gradus/report/figure.hpp`, `plots.hpp` or `network_figures.hpp`:

| in a study | in C++, `figure::` | of |
| --- | --- | --- |
| `line` | `lines` | a history, or groups of histories |
| `survival` | `survival` | groups of histories |
| `lr_range` | `lr_range` | groups of histories |
| `bar` | `bars`, `bar_of` | values with intervals; groups of values |
| `violin` | `violins`, `layer_violins` | groups of values; what an instrument read |
| `histogram` | `histogram` | groups of values |
| `scatter` | `scatter` | groups of pairs |
| `heatmap` | `heatmap` | a table of numbers |
| `mesh` | `mesh` | a network and samples; several networks; a grid of probabilities |
| `fit` | `fit` | a network and samples |
| `confusion_matrix` | `confusion_matrix` | a network and samples, or counts |
| `images` | `images` | samples, with a network or without |
| `filters` | `filters` | a network |
| `feature_maps` | `feature_maps` | a network and a sample |
| `parallel_coordinates` | `parallel_coordinates` | settings and what came of them |
| `marginal_effects` | `marginal_effects` | settings and what came of them |
| `critical_difference` | `critical_difference` | values of the same folds or seeds |
TEXT
  local study name
  for study in "${studies[@]}"; do
    printf '\n## %s\n' "$(sed -n 's/^question = "\(.*\)"$/\1/p' "docs/gallery/$study.toml")"
    printf '```toml\n'
    cat "docs/gallery/$study.toml"
    printf '```\n'
    while IFS= read -r name; do
      printf '\n![%s](images/gallery/%s)\n' "${name//[-_]/ }" "$(cd "$pictures" && ls "$study-$name".*)"
    done < <(figures "$study")
  done
}

if [[ ${1:-} == --page ]]; then
  page
  exit
fi
gradus=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$pictures"
rm -f "$pictures"/*
for study in "${studies[@]}"; do
  "$gradus" run "docs/gallery/$study.toml" --out "$work/$study" --quiet >/dev/null
  while IFS= read -r name; do
    drawn=$work/$study/figures/$name
    smaller=png
    (($(stat -c %s "$drawn.svg") > $(stat -c %s "$drawn.png"))) || smaller=svg
    cp "$drawn.$smaller" "$pictures/$study-$name.$smaller"
  done < <(figures "$study")
done
page >docs/gallery.md

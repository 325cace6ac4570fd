# The floors of speed and how to read what `gradus bench` measured; sourced.

# case, measure, bound, floor: microseconds of a unit, or the share of the machine's peak that two cores reach.
speed_floors() {
  cat <<'END'
xor-sgd                  median_us      at-most   0.25
xor-adam                 median_us      at-most   0.35
moons-adam-64            median_us      at-most   20
approximation-adam-2000  median_us      at-most   35
fashion-sgd-full         share_of_peak  at-least  0.70
cnn-nesterov-32          median_us      at-most   1000
cnn-nesterov-32          share_of_peak  at-least  0.60
lenet-sgd-64             median_us      at-most   800
lenet-bn-sgd-128         median_us      at-most   2000
lenet-predict-10000      median_us      at-most   60000
vgg-block                share_of_peak  at-least  0.60
xor-population           median_us      at-most   0.01
dying-relu-1000          median_us      at-most   50000
digits-newton-250        median_us      at-most   800000
initialisation-cell      median_us      at-most   500000
END
}

# measured FILE CASE MEASURE: one figure out of the JSON of `gradus bench --json`.
measured() {
  tr -d ' \n' <"$1" | grep -o '{"case":[^}]*}' | grep -F "\"case\":\"$2\"" |
    sed -nE 's/.*"'"$3"'":([-+.0-9eE]+).*/\1/p'
}

# holds FIGURE BOUND FLOOR: whether the figure keeps to it. What is no number keeps to nothing.
holds() {
  [[ $1 =~ ^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$ ]] &&
    awk -v figure="$1" -v bound="$2" -v floor="$3" \
      'BEGIN { exit !(bound == "at-most" ? figure + 0 <= floor + 0 : figure + 0 >= floor + 0) }'
}

# What instruments add to a training's time, and what the store and checkpoints add to a study's: the median of the
# shares of each round of `gradus bench`.
instruments_share() { measured "$1" instruments-default added_share; }
store_share() { measured "$1" store-on added_share; }

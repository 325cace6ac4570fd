# Reads results.json without anything but awk; sourced.

# trials FILE VARIANT: the text of every trial whose variant holds that text (blanks after colons gone), one a line.
trials() {
  # Objects nest two deep at most, so that a trial begins where its variant does. Blanks inside strings stay.
  tr -d '\n' <"$1" | sed -E 's/("[^"]*")[[:space:]]*([:,}])[[:space:]]*/\1\2/g' |
    awk -v variant="$2" 'BEGIN { RS = "\"variant\":" } NR > 1 {
      named = $0; sub(/}.*/, "", named)
      if (index(named, variant) == 0) next
      print $0
    }'
}

# field NAME: the number, or the word, that each trial on standard input has under that name.
field() {
  sed -nE 's/.*"'"$1"'": *"?([^",}]+).*/\1/p'
}

# median WORST: of the numbers on standard input, where a trial that has none (null) counts as WORST.
median() {
  sed "s/^null\$/$1/" | sort -g |
    awk '{ x[NR] = $1 } END { if (NR) print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}

# at_epochs FOLDER VARIANT METRIC EPOCH...: that metric after those epochs, a line for each trial whose variant holds the
# text, "null" where it has none.
at_epochs() {
  awk -v variant="$2" -v metric="$3" -v epochs="${*:4}" '
    FNR == NR {
      if ($0 ~ /^ *[{]"variant": /) {
        named = $0; sub(/^ *[{]"variant": /, "", named); sub(/}.*/, "", named); gsub(/": /, "\":", named)
        if (index(named, variant)) wanted[n + 0] = 1
        ++n
      }
      next
    }
    { split($0, cell, ",") }
    cell[1] in wanted && cell[3] == metric { value[cell[1], cell[2]] = cell[4] }
    END {
      count = split(epochs, epoch, " ")
      for (trial = 0; trial < n; ++trial) {
        if (!(trial in wanted)) continue
        line = ""
        for (i = 1; i <= count; ++i) {
          v = (trial, epoch[i]) in value ? value[trial, epoch[i]] : "null"
          line = line (i > 1 ? " " : "") v
        }
        print line
      }
    }' "$1/results.json" "$1/history.csv"
}

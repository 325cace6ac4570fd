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

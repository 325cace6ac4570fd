#!/usr/bin/env bash
# Holds an example to what its head says: example.sh SOURCE PROGRAM. Its output must be the lines under "// Prints:", to
# the last digit, since results are the same bits everywhere; and its "// Run:" line must name it. 77 where its data are missing.
set -euo pipefail
source=$(realpath "$1")
program=$(realpath "$2")
name=$(basename "$source" .cpp)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

grep -qx "// Run: .* build/dev/examples/$name" "$source" || {
  echo "$source: its head has no line \"// Run: ... build/dev/examples/$name\"" >&2
  exit 1
}
grep -qE '^// Time: +[0-9.]+ s on two cores$' "$source" || {
  echo "$source: its head has no line \"// Time: SECONDS s on two cores\"" >&2
  exit 1
}
sed -n '/^\/\/ Prints:$/,/^[^/]/{ s/^\/\/   //p; }' "$source" >expected
[[ -s expected ]] || {
  echo "$source: its head has no lines under \"// Prints:\"" >&2
  exit 1
}
if ! "$program" >printed 2>err; then
  cat err >&2
  # The message of a data set that is not here names the package to install.
  ! grep -q 'apt-get install' err || exit 77
  exit 1
fi
sed -i 's/ *$//' printed
diff expected printed || {
  echo "$source: prints other lines than its head says" >&2
  exit 1
}

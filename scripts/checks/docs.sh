#!/usr/bin/env bash
# Executes README.md and docs/: docs.sh GRADUS. A C++ block must be one of the examples, whole; a study must pass `gradus check`;
# a line of a console block that starts with "./run " is run with the command given, in a folder of its own, and must succeed.
set -euo pipefail
gradus=$(realpath "$1")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r studies "$work/"
status=0
complain() {
  printf '%s\n' "$1" >&2
  status=1
}

for page in README.md docs/*.md; do
  awk -v work="$work" '
    /^```/ { if (open) { close(file); open = 0 } else { kind = substr($0, 4); n++; file = work "/block-" n "." kind; open = 1; printf "" > file } ; next }
    open { print > file }' "$page"
  for block in "$work"/block-*.cpp; do
    [[ -e $block ]] || continue
    found=
    for example in examples/*.cpp; do cmp -s "$block" "$example" && found=1; done
    [[ $found ]] || complain "$page: a C++ block is no example: $(head -n 1 "$block")"
  done
  for block in "$work"/block-*.toml; do
    [[ -e $block ]] || continue
    cp "$block" "$work/study.toml"
    "$gradus" check "$work/study.toml" >/dev/null || complain "$page: a study does not pass gradus check"
  done
  for block in "$work"/block-*.console; do
    [[ -e $block ]] || continue
    while IFS= read -r line; do
      [[ $line == './run '* ]] || continue
      command="'$gradus' ${line#./run }"
      (cd "$work" && bash -c "$command" >/dev/null 2>"$work/err" </dev/null) || complain "$page: fails: $line: $(cat "$work/err")"
    done <"$block"
  done
  rm -f "$work"/block-*
done
exit $status

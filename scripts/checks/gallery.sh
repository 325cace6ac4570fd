#!/usr/bin/env bash
# The gallery shows what there is: gallery.sh GRADUS. The page is the one that scripts/gallery.sh makes, every kind of figure stands in
# it, with its C++ function, its pictures are there and small, and its studies run, each in under a minute, and draw these very pictures.
set -euo pipefail
gradus=$(realpath "$1")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
complain() {
  printf '%s\n' "$1" >&2
  status=1
}

scripts/gallery.sh --page | cmp -s - docs/gallery.md || complain "docs/gallery.md is not what scripts/gallery.sh makes of docs/gallery/*.toml"
while IFS= read -r kind; do
  grep -q "^| \`$kind\` | \`" docs/gallery.md || complain "docs/gallery.md names no C++ function for kind $kind"
  [[ $kind == line ]] || grep -q "^kind = \"$kind\"" docs/gallery/*.toml || complain "docs/gallery has no figure of kind $kind"
done < <("$gradus" list figure | sed -n 's/^\([a-z_]*\).*/\1/p' | sed '/^$/d')
while IFS= read -r picture; do
  if [[ ! -e docs/$picture ]]; then
    complain "docs/gallery.md: $picture is missing; run scripts/gallery.sh"
  elif (($(stat -c %s "docs/$picture") > 200000)); then
    complain "docs/$picture: more than 200 kB"
  fi
done < <(sed -n 's/^!\[.*\](\(.*\))$/\1/p' docs/gallery.md)
(($(cat docs/images/gallery/* | wc -c) < 3000000)) || complain "docs/images/gallery: more than 3 MB"
for study in docs/gallery/*.toml; do
  name=$(basename "$study" .toml)
  timeout 60 "$gradus" run "$study" --out "$work/$name" --quiet >/dev/null 2>"$work/err" ||
    complain "$study: does not run: $(cat "$work/err")"
  for picture in "docs/images/gallery/$name"-*.svg; do
    figure=$(basename "$picture")
    cmp -s "$picture" "$work/$name/figures/${figure#"$name"-}" ||
      complain "$picture is not what the command draws; run scripts/gallery.sh"
  done
done
exit $status

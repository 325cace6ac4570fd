#!/usr/bin/env bash
# Executes README.md and docs/: docs.sh GRADUS [PAGE...]. Each page has a fresh folder with a copy of studies/. In its order:
# - a C++ block must be lines of an example or of tests/docs/, one after the other; indentation does not count;
# - a study must pass `gradus check`; one that begins with "# NAME.toml" is kept under that name for the commands below it,
#   any other as study.toml, the first of them from the page's start;
# - a line of a console block that begins with "./run " or "printf " is run, and must succeed, or end with the code that
#   "# exit CODE" at its end asks for;
# - `./run COMMAND ...` and `gradus COMMAND ...` in running text, and in console blocks whatever else begins so, name a command
#   and options of it that there are; words in capitals stand for others;
# - each line of a text block must be among what the commands of the console block before it printed, in their order;
#   "..." is none.
# Commands whose data are missing here are passed over, visibly.
set -euo pipefail
gradus=$(realpath "$1")
shift
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
root=$PWD
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
status=0
complain() {
  printf '%s\n' "$1" >&2
  status=1
}
unindented() { sed 's/^[[:space:]]*//; s/[[:space:]]*$//' "$@"; }

check_cpp() {
  local wanted file
  wanted=$'\n'$(unindented "$2")$'\n'
  for file in "$root"/examples/*.cpp "$root"/tests/docs/*.cpp; do
    [[ ! -e $file || $'\n'$(unindented "$file")$'\n' != *"$wanted"* ]] || return 0
  done
  complain "$1: a C++ block is no part of an example: $(head -n 1 "$2")"
}

check_study() {
  local name
  name=$(sed -n '1s/^# \([A-Za-z0-9_-]*\.toml\)$/\1/p' "$2")
  name=${name:-study.toml}
  cp "$2" "$name"
  "$gradus" check "$name" >/dev/null 2>err || complain "$1: a study does not pass gradus check: $(cat err)"
}

run_commands() {
  local line command code wanted
  : >printed
  skipped=
  while IFS= read -r line; do
    [[ $line == './run '* || $line == 'printf '* ]] || continue
    wanted=0
    [[ ! $line =~ '# exit '([0-9]+)$ ]] || wanted=${BASH_REMATCH[1]}
    command=${line/#.\/run/"'$gradus'"}
    code=0
    bash -c "$command" >out 2>err </dev/null || code=$?
    cat out err >>printed
    if ((code == 2 && wanted == 0)) && grep -q 'gradus data get' err; then
      printf '%s: passed over, its data are not here: %s\n' "$1" "$line" >&2
      skipped=1
    elif ((code != wanted)); then
      complain "$1: ends with code $code, not $wanted: $line: $(cat err)"
    fi
  done <"$2"
}

check_printed() {
  local line at=0 found
  [[ ! $skipped ]] || return 0
  unindented printed >lines
  while IFS= read -r line; do
    [[ -n $line && $line != ... ]] || continue
    found=$(wanted=$line awk -v at="$at" 'NR > at && $0 "" == ENVIRON["wanted"] { print NR; exit }' lines)
    if [[ -z $found ]]; then
      complain "$1: is not printed, or only before the line above it: $line"
    else
      at=$found
    fi
  done < <(unindented "$2")
}

# What stands in running text is not run, but names what there is: TEXT is read for commands in backticks, and for lines.
check_named() {
  local name=$1 text=$2 line word command help
  while IFS= read -r line; do
    read -ra words <<<"${line%%[#|>;&]*}"
    command=
    for word in "${words[@]:1}"; do
      # A word of the command's name, as long as there is one.
      [[ $word =~ ^[a-z]+$ ]] && "$gradus" $command "$word" --help >/dev/null 2>&1 || break
      command+=" $word"
    done
    if [[ -z $command && ${words[1]:-} =~ ^[a-z] ]]; then
      complain "$name: there is no command: $line"
      continue
    fi
    help=$("$gradus" $command --help)
    for word in "${words[@]:1}"; do
      [[ $word == --[a-z]* ]] || continue
      grep -qE -- "(^|[ ,])${word%%=*}([ ,=]|$)" <<<"$help" || complain "$name: there is no option ${word%%=*}: $line"
    done
  done < <(grep -oE '`(\./run|gradus) [^`]+`' "$text" | tr -d '`'; grep -E '^[[:space:]]+(\./run|gradus) ' "$text" || true)
}

if (($#)); then pages=("$@"); else pages=(README.md docs/*.md); fi
for page in "${pages[@]}"; do
  work=$top/$(basename "$page" .md)
  mkdir -p "$work"
  cp -r studies "$work/"
  awk -v work="$work" '
    /^```/ {
      if (open) { close(file); open = 0; next }
      kind = substr($1, 4); n++; open = 1
      file = sprintf("%s/block-%04d.%s", work, n, kind)
      printf "" > file
      next
    }
    open { print > file; next }
    { print > (work "/running.txt") }' "$page"
  cd "$work"
  check_named "$page" running.txt
  skipped=
  : >printed
  for block in block-*.toml; do
    [[ ! -e $block ]] || cp "$block" study.toml
    break
  done
  for block in block-*; do
    [[ -e $block ]] || continue
    case $block in
      *.cpp) check_cpp "$page" "$block" ;;
      *.toml) check_study "$page" "$block" ;;
      *.console) run_commands "$page" "$block" ;;
      *.text) check_printed "$page" "$block" ;;
    esac
  done
  cd "$root"
done
check_named CONTRIBUTING.md CONTRIBUTING.md
exit $status

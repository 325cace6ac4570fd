# What every script shares; sourced, with the repository's root as current folder.

# Our own messages go to standard error: standard output belongs to the command that is run.
say() { printf 'gradus: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# The files of the tree, each ended by a NUL: what git knows and what it would add, or, where there is no git,
# everything outside the folders of outputs. With arguments, only names that match one of the patterns.
tree_files() {
  if [[ -e .git ]] && command -v git >/dev/null; then
    git ls-files -z --cached --others --exclude-standard -- "$@" |
      while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done
  else
    local names=() pattern
    for pattern in "$@"; do names+=(-o -path "./$pattern"); done
    ((${#names[@]})) || names=(-o -true)
    find . \( -path ./build -o -path ./results -o -path ./.git \) -prune -o \
      -type f \( "${names[@]:1}" \) -printf '%P\0'
  fi
}

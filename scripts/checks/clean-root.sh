#!/usr/bin/env bash
# Does a command work on a fresh Debian 12 that has nothing but its minimal base? Unpacks such a root into a
# temporary folder, copies the tree there and runs the command in it, as root, with no terminal.
#
#   scripts/checks/clean-root.sh [COMMAND [ARGUMENT...]]      ./run --version by default
#
# Needs root and debootstrap; see scripts/root.sh. KEEP=1 leaves the root where it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/root.sh

(($#)) || set -- ./run --version
fresh=$(mktemp -d)
trap '[[ -n ${KEEP:-} ]] && say "left: $fresh" || rm -rf --one-file-system "$fresh"' EXIT
fresh_root "$fresh"
mkdir "$fresh/gradus"
tree_files | tar --null -T - -cf - | tar -C "$fresh/gradus" -xf -

say "in a fresh Debian 12: $*"
started=$SECONDS
in_root "$fresh" /gradus "$@"
say "passed after $((SECONDS - started)) s"

#!/usr/bin/env bash
# The package that CPack makes installs on a fresh Debian 12, with what it depends on and nothing else, and runs a study there,
# pictures included.
#
#   scripts/checks/deb.sh [PRESET]      of build/PRESET, release by default
#
# Needs root and debootstrap; see scripts/root.sh. KEEP=1 leaves the root where it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh
. scripts/root.sh

preset=${1:-release}
build "$preset" gradus_command
(cd "build/$preset" && rm -f ./*.deb && cpack -G DEB >cpack.log 2>&1) || die "cpack failed: $(cat "build/$preset/cpack.log")"
package=$(ls "build/$preset"/gradus_*.deb)
dpkg-deb --field "$package" Version Depends Recommends Installed-Size

fresh=$(mktemp -d)
trap '[[ -n ${KEEP:-} ]] && say "left: $fresh" || rm -rf --one-file-system "$fresh"' EXIT
fresh_root "$fresh"
mkdir "$fresh/work"
cp "$package" "$fresh/work/gradus.deb"
cp studies/xor.toml "$fresh/work/"

in_root "$fresh" /work apt-get -qq update
in_root "$fresh" /work apt-get -qq -y install --no-install-recommends ./gradus.deb >"$fresh/work/apt.log" 2>&1 ||
  die "the package does not install: $(tail -n 20 "$fresh/work/apt.log")"
in_root "$fresh" /work gradus --version
in_root "$fresh" /work gradus run xor.toml --quick --quiet >"$fresh/work/findings" ||
  die "the installed command cannot run a study"
for left in findings.md results.json figures; do
  [[ -s $fresh/work/results/xor-quick/$left ]] || die "the run has left no $left"
done
[[ -n $(find "$fresh/work/results/xor-quick/figures" -name '*.png' -size +1k) ]] || die "the run has left no pictures"
in_root "$fresh" /work ldconfig -p | grep -q libgradus || die "the loader does not know the library"
say "$(basename "$package"), $(stat -c %s "$package") bytes, installs and runs on a fresh Debian 12"

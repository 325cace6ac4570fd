#!/usr/bin/env bash
# What others get: install.sh BUILD COMPILER installs a build into a folder, moves that elsewhere, and builds and runs
# tests/consumer against it, by CMake and by pkg-config. Library and command together stay below 15 MB.
set -euo pipefail
build=$(realpath "$1") compiler=$2
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
. scripts/common.sh
consumer=$PWD/tests/consumer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --strip --prefix "$work/first" >/dev/null
mv "$work/first" "$work/prefix"
prefix=$work/prefix
library=$(find "$prefix" -name 'libgradus.so.*.*.*')
libraries=$(dirname "$library")

bytes=$(stat -c %s "$library" "$prefix/bin/gradus" | awk "{ n += \$1 } END { print n }")
((bytes < 15 * 1000 * 1000)) || die "libgradus and gradus take $bytes bytes, more than 15 MB"
shown=$(nm -D --defined-only "$library" | awk '$3 !~ /^_Z[A-Za-z0-9_]*N?K?6gradus/ { print $3 }' | head -n 3)
[[ -z $shown ]] || die "libgradus shows what is not its own: $shown"
"$prefix/bin/gradus" --version | grep -q '^gradus ' || die "the installed command does not run"

grep -q '^.SH COMMANDS' "$prefix/share/man/man1/gradus.1" || die "there is no man page"
bash -c '. "$1" && complete -p gradus' bash "$prefix/share/bash-completion/completions/gradus" >/dev/null ||
  die "the completion is none"

holds() {  # WHAT PROGRAM: it says what it should
  local said
  said=$(cd "$work" && "$2") || die "the consumer built by $1 fails: $said"
  grep -q '^caught: ' <<<"$said" || die "the consumer built by $1 caught nothing: $said"
  grep -qE '^test accuracy (0[.][89]|1)[0-9.]*, loaded the same$' <<<"$said" || die "the consumer built by $1 says: $said"
  [[ -s $work/loss.svg ]] || die "the consumer built by $1 drew nothing"
  rm "$work/loss.svg"
}

cmake -S "$consumer" -B "$work/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$work/log" 2>&1 &&
  ninja -C "$work/cmake" >>"$work/log" 2>&1 || die "the consumer does not build by CMake: $(cat "$work/log")"
holds CMake "$work/cmake/consumer"

read -ra flags < <(PKG_CONFIG_PATH=$libraries/pkgconfig pkg-config --cflags --libs gradus)
"$compiler" -std=c++20 "$consumer/consumer.cpp" "${flags[@]}" -Wl,-rpath,"$libraries" -o "$work/consumer" ||
  die "the consumer does not build by pkg-config"
holds pkg-config "$work/consumer"

# The line that the page shows for an example, with this compiler and these folders.
line=$(grep -E '^c[+][+] .* 02_moons[.]cpp ' docs/install.md) || die "docs/install.md does not say how an example is built"
cp examples/02_moons.cpp "$work/"
(cd "$work" && PKG_CONFIG_PATH=$libraries/pkgconfig bash -c "'$compiler'${line#c++} -Wl,-rpath,'$libraries'") ||
  die "docs/install.md shows a line that builds no example: $line"
said=$(cd "$work" && ./moons) || die "the example fails: $said"
grep -qx 'a saved model predicts the same: true' <<<"$said" || die "the example says: $said"

# The page that says how shows this very project.
awk '/^```/ { shown = $0 == "```cmake"; next } shown' docs/install.md | cmp -s - "$consumer/CMakeLists.txt" ||
  die "docs/install.md does not show tests/consumer/CMakeLists.txt"

printf 'installed: %s bytes of library and command\n' "$bytes"

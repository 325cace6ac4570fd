#!/usr/bin/env bash
# An ARM gives the bits of an x86: what trains is built for aarch64 and its tests run emulated, NEON through qemu. The table of
# tests/train/bits_test.cpp, which ./test holds on this machine, holds there too. Debian's libraries for ARM are unpacked
# into build/arm/sysroot, so that nothing of another architecture is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

folder=build/arm sysroot=$PWD/build/arm/sysroot
# libgtest and the -dev packages for the compiler, the others for the emulated program.
libraries=(libhwy-dev libhwy1 libfmt-dev libfmt9 libgtest-dev nlohmann-json3-dev)

unpack_libraries() {
  local apt=$PWD/$folder/apt
  rm -rf "$apt" "$sysroot"
  mkdir -p "$apt"/{lists,cache/archives}/partial "$apt/debs" "$sysroot.part"
  : >"$apt/status"
  # A list of packages of its own: this machine's apt never hears of ARM.
  local arm=(-qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State::lists="$apt/lists"
    -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=)
  apt-get "${arm[@]}" update
  (cd "$apt/debs" && apt-get "${arm[@]}" download "${libraries[@]}")
  for deb in "$apt"/debs/*.deb; do dpkg -x "$deb" "$sysroot.part"; done
  rm -rf "$apt"
  mv "$sysroot.part" "$sysroot"
}

mkdir -p "$folder"
[[ -d $sysroot ]] || unpack_libraries
if [[ ! -e $folder/build.ninja ]]; then
  cmake -G Ninja -S tests/arm -B "$folder" -DCMAKE_BUILD_TYPE=Release -DCMAKE_SYSTEM_NAME=Linux \
    -DCMAKE_SYSTEM_PROCESSOR=aarch64 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_CXX_COMPILER_TARGET=aarch64-linux-gnu \
    -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-19 -DSYSROOT="$sysroot" >"$folder/configure.log" 2>&1 || die "configuring $folder failed: $(cat "$folder/configure.log")"
fi
ninja -C "$folder" --quiet -j "$(nproc)"
# Bounds of errors are measured against long double, which an ARM computes in software: minutes, for what the golden bits
# of the same functions hold as well.
qemu-aarch64-static -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH="$sysroot/usr/lib/aarch64-linux-gnu" \
  "$folder/test_arm" --gtest_brief=1 --gtest_filter='-LaneMath.*StayWithinTheirBounds' "$@"

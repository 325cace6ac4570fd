#!/usr/bin/env bash
# The first quarter of an hour of somebody new, timed: on a fresh Debian 12 that has git and nothing else, a clone of the
# last commit, the README's `./run`, and its first report open in a browser. What costs which share is printed.
#
#   scripts/checks/first-run.sh [PICTURE]      leaves a picture of the open report, if asked
#
# Needs root, debootstrap and chromium; see scripts/root.sh. KEEP=1 leaves the root where it is.
set -euo pipefail
picture=$(realpath -m "${1:-/dev/null}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/root.sh

command -v chromium >/dev/null || die "chromium is missing; get it with: apt-get install chromium"
fresh=$(mktemp -d)
trap '[[ -n ${KEEP:-} ]] && say "left: $fresh" || rm -rf --one-file-system "$fresh"' EXIT
fresh_root "$fresh"
in_root "$fresh" / apt-get -qq update >"$fresh/apt.log" 2>&1
in_root "$fresh" / apt-get -qq -y install --no-install-recommends git >>"$fresh/apt.log" 2>&1 ||
  die "git does not install: $(tail -n 20 "$fresh/apt.log")"
rm -rf "$fresh"/var/lib/apt/lists/*
git clone --quiet --bare . "$fresh/origin.git"
in_root "$fresh" / chown -R root:root /origin.git

started=$SECONDS
in_root "$fresh" /root git clone --quiet /origin.git gradus
cloned=$SECONDS
in_root "$fresh" /root/gradus ./run >"$fresh/run.out" 2>"$fresh/run.err" || die "./run: $(tail -n 20 "$fresh/run.err")"
ran=$SECONDS
report=$(find "$fresh/root/gradus/results" -name report.html | sort | head -n 1)
[[ -s $report ]] || die "./run has left no report"
chromium --headless=new --no-sandbox --disable-gpu --no-first-run --hide-scrollbars --window-size=1200,1600 \
  --user-data-dir="$fresh/browser" --screenshot="$fresh/open.png" "file://$report" >"$fresh/browser.log" 2>&1
[[ -s $fresh/open.png ]] || die "the report does not open: $(tail -n 20 "$fresh/browser.log")"
opened=$SECONDS
[[ $picture == /dev/null ]] || cp "$fresh/open.png" "$picture"

# When the packages were in and when the build was done: by the files that these leave.
in_seconds() { stat -c %Y "$1"; }
build=$fresh/root/gradus/build/release
packages=$(($(in_seconds "$build/configure.log") - $(in_seconds "$fresh/root/gradus/run")))
compiled=$(($(in_seconds "$build/gradus") - $(in_seconds "$build/configure.log")))
printf 'reports: %s\n' "$(find "$fresh/root/gradus/results" -name report.html | wc -l)"
printf 'seconds: clone %s, packages about %s, build about %s, all of ./run %s, report open after %s\n' \
  $((cloned - started)) $packages $compiled $((ran - cloned)) $((opened - started))

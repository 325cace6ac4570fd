#!/usr/bin/env bash
# Libraries, command and test programs with g++ 12, and its tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh

build gcc
run_tests_tersely gcc

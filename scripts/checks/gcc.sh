#!/usr/bin/env bash
# Library and command with g++ 12, and the tests of all that computes. What those of studies, reports and the command
# hold does not depend on a compiler, and same-bits.sh runs studies; their programs would take a third of the time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh
. scripts/build.sh

floors=(base engine nn io data train)
build gcc gradus gradus_command "${floors[@]/#/test_}"
run_tests_tersely gcc -L "^($(IFS='|' && echo "${floors[*]}"))$"

# Builds; sourced after common.sh.

# build PRESET [TARGET...]: configures build/PRESET where that is needed and builds the targets, or everything.
# Two at a time wait for each other. Says nothing and takes a tenth of a second when there is nothing to do.
build() {
  local preset=$1 folder=build/$1 log lock
  shift
  mkdir -p "$folder"
  rm -f "$folder/ctest.log"
  exec {lock}>"$folder/.lock"
  flock "$lock"
  # Presets become part of a build only by configuring anew.
  if [[ ! -e $folder/build.ninja || CMakePresets.json -nt $folder/build.ninja ]]; then
    say "configuring $folder"
    log=$folder/configure.log
    if ! cmake --preset "$preset" >"$log" 2>&1 </dev/null; then
      cat "$log" >&2
      rm -f "$folder/build.ninja"
      die "configuring $folder failed; the message is above"
    fi
    touch "$folder/build.ninja"
  fi
  (cd "$folder" && ninja "$@" {lock}>&- </dev/null) | sed -u '/no work to do/d; /Re-checking globbed/d' >&2 ||
    die "building $folder failed; the message is above"
  exec {lock}>&-
}

# run_tests PRESET [ARGUMENT...]: ctest on a build, without the tests that need a browser or an emulated ARM;
# the log stays in build/PRESET/ctest.log.
run_tests() {
  local folder=build/$1
  shift
  ctest --test-dir "$folder" -j "$(nproc)" --output-on-failure --no-tests=error -LE '^(browser|arm)$' "$@" \
    </dev/null 2>&1 | tee "$folder/ctest.log"
}

# The same, of which only what did not pass is shown.
run_tests_tersely() {
  run_tests "$@" | sed -uE '/^ +Start +[0-9]+:/d; / Passed +[0-9.]+ sec$/d'
}

# What ctest said at its end: how many passed, the time, and which failed.
tests_summary() {
  local log=build/$1/ctest.log
  if [[ -e $log ]]; then
    sed -n '/tests passed,/,$p' "$log"
  else
    echo "no tests ran in build/$1"
  fi
}

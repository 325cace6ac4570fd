#!/usr/bin/env bash
# The house holds: imports go downward only; include/gradus/ shows no third-party header and nothing of src/; each
# library of others is included on its own floor alone. Plants violations in a copy first and must see each of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Reads "FILE:LINE:#include ..." and prints what is wrong.
violations() {
  grep -rnE --include='*.?pp' '^[[:space:]]*#[[:space:]]*include' src include tests | awk '
    BEGIN {
      count = split("base engine nn io data train study report cli", names, " ")
      for (i = 1; i <= count; ++i) rank[names[i]] = i
      rank["gradus.hpp"] = rank["report"]  # the whole public API
      # Whose headers may stand where: a prefix of the header, a pattern of the files.
      home["hwy/"] = "^src/engine/cpu/|^tests/engine/"
      home["zlib.h"] = home["png.h"] = home["matio.h"] = "^(src|tests)/io/"
      home["nlohmann/"] = "^(src|tests)/(io|train|study|report|cli)/"
      home["curl/"] = home["openssl/"] = "^(src|tests)/data/"
      home["sqlite3.h"] = "^(src|tests)/study/store/"
      home["toml++/"] = "^(src|tests)/study/"
      home["CLI/"] = "^(src|tests)/cli/"
      home["gtest/"] = home["gmock/"] = home["rapidcheck"] = "^tests/"
    }
    function wrong(what) { print file ":" line ": " what }
    {
      match($0, /^[^:]*:[0-9]+:/)
      split(substr($0, 1, RLENGTH), at, ":")
      file = at[1]; line = at[2]
      rest = substr($0, RLENGTH + 1)
      if (!match(rest, /[<"][^>"]*[>"]/)) next
      quoted = substr(rest, RSTART, 1) == "\""
      header = substr(rest, RSTART + 1, RLENGTH - 2)

      path = file
      is_public = sub(/^include\/gradus\//, "", path)
      sub(/^(src|tests)\//, "", path)
      split(path, parts, "/")
      floor = parts[1]
      if (path == "gradus.hpp") floor = "report"
      if (!(floor in rank) && file !~ /^tests\//) { wrong("lies on no floor of the house"); next }

      if (quoted) {
        target = header
        of_public = sub(/^gradus\//, "", target)
        split(target, parts, "/")
        if (is_public && !of_public)
          wrong("a public header includes \"" header "\", which users do not have")
        if (!(parts[1] in rank)) {
          if (file !~ /^tests\//) wrong("\"" header "\" names no floor of the house; write it from the root")
        } else if (floor in rank && rank[parts[1]] > rank[floor]) {
          wrong(floor " includes \"" header "\" from a floor above it")
        }
        next
      }
      if (is_public && header !~ /^[a-z_0-9]+$/)
        wrong("a public header includes <" header ">, which is not of the standard library")
      for (prefix in home)
        if (index(header, prefix) == 1 && file !~ home[prefix])
          wrong("<" header "> belongs to " home[prefix])
    }'
}

must_see() {  # FILE INCLUDE: a violation in that file
  local kept
  kept=$(<"$1")
  sed -i "1i #include $2" "$1"
  if ! violations | grep -q "^$1:1: "; then
    echo "$0 does not see #include $2 in $1" >&2
    exit 1
  fi
  printf '%s\n' "$kept" >"$1"
}

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r src include tests "$copy"
(
  cd "$copy"
  must_see src/base/error.cpp '"gradus/nn/layers.hpp"'
  must_see src/nn/layers.cpp '"train/trainer.hpp"'
  must_see src/engine/plan.cpp '"gradus/gradus.hpp"'
  must_see src/train/trainer.cpp '<hwy/highway.h>'
  must_see src/study/run.cpp '<sqlite3.h>'
  must_see src/nn/layers.cpp '"layers.hpp"'
  must_see include/gradus/nn/layers.hpp '"gradus/train/model.hpp"'
  must_see include/gradus/base/error.hpp '<fmt/core.h>'
  must_see include/gradus/base/error.hpp '"base/threads.hpp"'
  must_see tests/base/random_test.cpp '"gradus/engine/plan.hpp"'
)

found=$(violations)
if [[ -n $found ]]; then
  printf '%s\n' "$found" >&2
  exit 1
fi

# Every reference study in its quick form; sourced after common.sh, with build/release/gradus built.

# The quick form has a folder of its own, so that a study run in full beside it is neither refused nor replaced.
quick_results=results/quick

# A study without data or training, as of the arithmetic of shapes, has nothing to run.
is_only_a_network() {
  ! grep -qE '^[[:space:]]*(\[+|)train[].=[:space:]]' "$1"
}

# Results of another build or of an older text of the study are made again; others are shown as they are.
is_stale() {
  local results=$quick_results/$1/results.json
  [[ -e $results && (build/release/gradus -nt $results || studies/$1.toml -nt $results) ]]
}

run_quick_studies() {
  local file name code options message missing=() failed=()
  for file in studies/*.toml; do
    name=$(basename "$file" .toml)
    code=0
    if is_only_a_network "$file"; then
      say "$file: the network alone"
      build/release/gradus summary "$file" || code=$?
    else
      say "$file: the quick form"
      options=(--quick --out "$quick_results/$name")
      ! is_stale "$name" || options+=(--force)
      build/release/gradus run "$file" "${options[@]}" || code=$?
    fi
    case $code in
      0) ;;
      130) exit 130 ;;
      2)
        # A mistake in the input is found before anything is computed: asking again for its text is cheap, and
        # leaves the terminal to the run above.
        message=$(build/release/gradus run "$file" "${options[@]}" 2>&1 >/dev/null || true)
        if [[ $message =~ "gradus data get "([a-z0-9_-]+) ]]; then
          missing+=("$file needs data that are not here; get them with: ./run data get ${BASH_REMATCH[1]}")
        else
          failed+=("$file")
        fi
        ;;
      *) failed+=("$file") ;;
    esac
  done
  ((!${#missing[@]})) || printf 'gradus: %s\n' "${missing[@]}" >&2
  ((!${#failed[@]})) || say "failed: ${failed[*]}"
  say "findings and figures: $PWD/$quick_results"
  ((!${#failed[@]}))
}

#!/usr/bin/env bash
# No libm in a result: its functions give other bits on other machines. The objects of the floors that compute
# (base to study) of the dev build may use of it only what is exact by definition or by IEEE 754. What a compiler
# has computed by itself leaves no symbol, so that the sources are searched as well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

floors=(base engine nn io data train study)
# Correctly rounded or exact everywhere.
exact='sqrt|fma|floor|ceil|trunc|round|roundeven|rint|nearbyint|lround|llround|lrint|llrint|fabs|fmin|fmax|fdim|fmod'
exact+='|remainder|remquo|copysign|nextafter|nexttoward|frexp|ldexp|scalbn|scalbln|logb|ilogb|modf|nan|signbit'
exact+='|isnan|isinf|finite|__fpclassify|__signbit|__isnan|__isinf|__finite'
# What is let through, with the reason.
declare -A reason=(
  # ["src/base/file.cpp symbol"]="why no result depends on it"
)

functions() {  # of libm that are not exact, and the compiler's own power by a whole number
  {
    nm -D --defined-only "$(clang++-19 -print-file-name=libm.so.6)" | awk '$2 ~ /[TWi]/ { sub(/@.*/, "", $3); print $3 }'
    printf '%s\n' __powisf2 __powidf2
  } | grep -vxE "($exact)[fl]?" | sort -u
}

# Prints "SOURCE SYMBOL" for what the given objects want of it, but for what has a reason.
wanted() {
  local source symbol
  nm -u -A "$@" |
    awk 'NR == FNR { of_libm[$1]; next }
      $NF in of_libm { sub(/^.*\.dir\//, "", $1); sub(/(\.o)?:$/, "", $1); print $1, $NF }' "$functions" - |
    while read -r source symbol; do
      [[ -n ${reason[$source $symbol]:-} ]] || echo "$source $symbol"
    done
}

# Prints the lines of the sources that name one of its functions, or a distribution that uses them.
named() {
  local names='exp2?|expm1|log(2|10|1p)?|pow|(sin|cos|tan)h?|a(sin|cos|tan)h?|atan2|erfc?|[lt]gamma|cbrt|hypot'
  names+='|(normal|exponential|gamma|lognormal|cauchy|weibull|poisson|binomial)_distribution'
  grep -rnE "std::($names)\\b" "$@" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//' || true
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
functions=$scratch/functions
functions >"$functions"

# It must see what it is for.
for call in exp expf logf pow sinf cosh tanhf erf cbrt hypotf; do
  echo "#include <cmath>
    double f(double x, float y) { (void)x; (void)y; return $(case $call in
    *[wt]f | pow | hypotf) echo "std::${call%f}(x, x)" ;; *) echo "$call(x)" ;; esac); }" >"$scratch/probe.cpp"
  clang++-19 -O2 -c "$scratch/probe.cpp" -o "$scratch/probe.o"
  [[ -n $(wanted "$scratch/probe.o") ]] || die "$0 does not see $call"
done
echo '#include <cmath>
  double f(double x) { return std::sqrt(std::fma(x, x, std::floor(x))) + std::fmod(x, 3.0) + std::abs(x); }' \
  >"$scratch/probe.cpp"
clang++-19 -O2 -c "$scratch/probe.cpp" -o "$scratch/probe.o"
[[ -z $(wanted "$scratch/probe.o") ]] || die "$0 objects to what is exact: $(wanted "$scratch/probe.o")"

objects=() folders=()
for floor in "${floors[@]}"; do
  mapfile -t built < <(find "build/dev/CMakeFiles/gradus_$floor.dir" -name '*.o' 2>/dev/null)
  ((${#built[@]})) || die "floor $floor is not built in build/dev; run ./test"
  objects+=("${built[@]}")
  for folder in "src/$floor" "include/gradus/$floor"; do
    [[ ! -d $folder ]] || folders+=("$folder")
  done
done

found=$(
  wanted "${objects[@]}" | sed 's/$/, of libm; use gradus::math/'
  named "${folders[@]}"
)
if [[ -n $found ]]; then
  printf '%s\n' "$found" >&2
  exit 1
fi
echo "${#objects[@]} objects of ${floors[*]} want nothing of libm that is not exact"

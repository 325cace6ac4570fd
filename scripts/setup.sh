# Debian packages; sourced after common.sh. `need_packages PACKAGE...` installs those that are missing.

# What builds and runs the command. dataset-fashion-mnist is the data of a reference study, ca-certificates is
# what `gradus data get` checks its sources with.
build_packages=(
  clang-19 libstdc++-12-dev cmake ninja-build pkg-config
  libfmt-dev libhwy-dev libtomlplusplus-dev nlohmann-json3-dev libcli11-dev
  zlib1g-dev libpng-dev libmatio-dev libcurl4-openssl-dev libssl-dev libsqlite3-dev
  gnuplot-nox fonts-dejavu-core ca-certificates dataset-fashion-mnist
)
# What the tests add.
test_packages=(libgtest-dev)
# What the checks of .ci/run add: chromium looks at reports, driven by python3; the last line builds for an ARM and
# emulates it.
check_packages=(ccache clang-format-19 g++-12 libclang-rt-19-dev llvm-19 chromium python3
  libstdc++-12-dev-arm64-cross lld-19 qemu-user-static)

need_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian: the packages named in scripts/setup.sh must be there by other means"
    return
  fi
  # A package that was never heard of has no line at all, a removed one a line of another status.
  missing=$(comm -13 <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed //p' | sort -u) <(printf '%s\n' "$@" | sort -u))
  [[ -n $missing ]] || return 0
  mapfile -t missing <<<"$missing"
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"

  local as_root=(env)
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "not root and no sudo; as root: apt-get install ${missing[*]}"
    as_root=(sudo env)
  fi
  as_root+=(DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  # Lists that know every package need no refreshing, unless what they name has gone from the archive since.
  if ! apt-get -qq -s install --no-install-recommends "${missing[@]}" &>/dev/null || ! install_packages; then
    "${as_root[@]}" update >&2 </dev/null || die "apt-get update failed; is there a network?"
    install_packages || die "apt-get could not install them; its message is above"
  fi
}

# The caller's `as_root` and `missing`.
install_packages() {
  "${as_root[@]}" install --no-install-recommends "${missing[@]}" >&2 </dev/null
}

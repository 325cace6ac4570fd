# A fresh Debian 12 that has nothing but its minimal base; sourced after common.sh. Needs root and debootstrap. The bare
# root is made once and kept as a tarball; GRADUS_ROOT_TAR names it (default: gradus-bookworm.tar in the folder of
# temporary files).

# The archive that this machine's own apt uses for Debian.
archive() {
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "bookworm" { print $2; exit }'
}

# fresh_root FOLDER: unpacks such a root into an empty folder, with this machine's network.
fresh_root() {
  local tarball=${GRADUS_ROOT_TAR:-${TMPDIR:-/tmp}/gradus-bookworm.tar}
  ((EUID == 0)) || die "needs root; run it with sudo"
  [[ -e $tarball ]] || make_bare_root "$tarball"
  tar -C "$1" -xf "$tarball"
  chmod 755 "$1"  # its / is for everyone, unlike a temporary folder
  cp -f /etc/resolv.conf /etc/hosts "$1/etc/"
}

make_bare_root() {
  local bare
  command -v debootstrap >/dev/null || die "debootstrap is missing; get it with: apt-get install debootstrap"
  say "making a bare Debian 12"
  bare=$(mktemp -d)
  debootstrap --variant=minbase bookworm "$bare" "$(archive)" >"$1.log" 2>&1 || die "debootstrap: $(tail -n 5 "$1.log")"
  rm -rf "$bare"/var/cache/apt/archives/*.deb
  # How to reach the archive (a proxy, a snapshot's old dates) is the machine's business: the same in there.
  apt-config dump | grep -E '^Acquire::(http|https|ftp|Check|Max|Retries|Languages)' >"$bare/etc/apt/apt.conf.d/90acquire" || true
  tar -C "$bare" -cf "$1.part" .
  mv "$1.part" "$1"
  rm -rf --one-file-system "$bare"
}

# in_root ROOT FOLDER COMMAND [ARGUMENT...]: runs a command in there, as root, with no terminal.
in_root() {
  # The mounts live in a namespace of their own and end with it.
  unshare --mount --pid --fork bash -c '
    root=$1 folder=$2; shift 2
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" env -i HOME=/root DEBIAN_FRONTEND=noninteractive \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      bash -c "cd \"$folder\" && exec \"\$@\"" bash "$@" </dev/null' bash "$@"
}

#!/usr/bin/env bash
# Does a command work on a fresh Debian 12 that has nothing but its minimal base? Unpacks such a root into a
# temporary folder, copies the tree there and runs the command in it, as root, with no terminal.
#
#   scripts/checks/clean-root.sh [COMMAND [ARGUMENT...]]      ./run --version by default
#
# Needs root and debootstrap. The bare root is made once and kept as a tarball; GRADUS_ROOT_TAR names it
# (default: gradus-bookworm.tar in the folder of temporary files). KEEP=1 leaves the root where it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. scripts/common.sh

tarball=${GRADUS_ROOT_TAR:-${TMPDIR:-/tmp}/gradus-bookworm.tar}
((EUID == 0)) || die "needs root; run it with sudo"
(($#)) || set -- ./run --version

# The archive that this machine's own apt uses for Debian.
archive() {
  apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "bookworm" { print $2; exit }'
}

if [[ ! -e $tarball ]]; then
  command -v debootstrap >/dev/null || die "debootstrap is missing; get it with: apt-get install debootstrap"
  say "making a bare Debian 12"
  bare=$(mktemp -d)
  trap 'rm -rf "$bare"' EXIT
  debootstrap --variant=minbase bookworm "$bare" "$(archive)" >&2
  rm -rf "$bare"/var/cache/apt/archives/*.deb
  # How to reach the archive (a proxy, a snapshot's old dates) is the machine's business: the same in there.
  apt-config dump | grep -E '^Acquire::(http|https|ftp|Check|Max|Retries|Languages)' >"$bare/etc/apt/apt.conf.d/90acquire" || true
  tar -C "$bare" -cf "$tarball.part" .
  mv "$tarball.part" "$tarball"
fi

fresh=$(mktemp -d)
trap '[[ -n ${KEEP:-} ]] && say "left: $fresh" || rm -rf --one-file-system "$fresh"' EXIT
tar -C "$fresh" -xf "$tarball"
chmod 755 "$fresh"  # its / is for everyone, unlike a temporary folder
cp -f /etc/resolv.conf /etc/hosts "$fresh/etc/"
mkdir "$fresh/gradus"
tree_files | tar --null -T - -cf - | tar -C "$fresh/gradus" -xf -

say "in a fresh Debian 12: $*"
started=$SECONDS
# The mounts live in a namespace of their own and end with it.
unshare --mount --pid --fork bash -c '
  root=$1; shift
  mount --make-rprivate /
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  exec chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    bash -c "cd /gradus && exec \"\$@\"" bash "$@" </dev/null' bash "$fresh" "$@"
say "passed after $((SECONDS - started)) s"

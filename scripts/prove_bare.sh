#!/bin/sh
# Proves that README's two commands need nothing but Debian 12: makes a bare root in a temporary
# folder, clones the last commit into it, runs ./dev demo and ./dev test there, twice (the second
# run installs nothing), and removes it. Needs root and the packages mmdebstrap and git.
# usage: prove_bare.sh [COMMAND…], by default demo test demo test.
# The root is given this machine's ways to the network (apt's sources and settings, pip's
# and npm's settings, certificates, name resolution) and nothing else: no packages, no caches.
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" -eq 0 ] || { echo "prove_bare: needs root" >&2; exit 1; }

folder=$(mktemp -d)
root=$folder/root
clean_up() {
  trap '' INT TERM
  for place in dev/pts proc; do
    ! mountpoint -q "$root/$place" || umount "$root/$place"
  done
  ! mountpoint -q "$root" || umount "$root"
  rm -rf --one-file-system "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { printf '\n== %s (%s s)\n' "$*" "$(($(date +%s) - start))"; }
start=$(date +%s)

# Copies a file of this machine to the same place in the root, if there is such a file.
give() {
  [ -n "$1" ] && [ -f "$1" ] || return 0
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}

say "making a bare Debian 12 root"
sources=
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if [ -s "$file" ]; then sources="$sources $file"; fi
done
apt-config dump Acquire >"$folder/apt.conf"
chmod 755 "$folder"
# shellcheck disable=SC2086  # a list of files
mmdebstrap --quiet --mode=root --variant=apt --aptopt="$folder/apt.conf" \
  bookworm "$root" $sources

mount --bind "$root" "$root"  # a mount point, as the root of a machine is: tests mount disks of their own
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"  # tests open terminals
ln -sf pts/ptmx "$root/dev/ptmx"
give /etc/resolv.conf
give /etc/hosts
give /etc/pip.conf
give /etc/ssl/certs/ca-certificates.crt
# Certificates this machine trusts, at a place that installing ca-certificates does not rewrite.
certificates=${PIP_CERT:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}
if [ -f "$certificates" ]; then cp -L "$certificates" "$root/etc/trusted_here.crt"; fi
if [ -f "${HOME:-/root}/.npmrc" ]; then cp -L "${HOME:-/root}/.npmrc" "$root/root/.npmrc"; fi
git clone --quiet --no-hardlinks . "$root/footfall"

# Runs a command in the root with a clean environment, but for the ways to the network.
inside() {
  set -- chroot "$root" "$@"
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY \
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_DEFAULT_TIMEOUT npm_config_registry NPM_CONFIG_REGISTRY; do
    eval "value=\${$name:-}"
    if [ -n "$value" ]; then set -- "$name=$value" "$@"; fi
  done
  if [ -f "$root/etc/trusted_here.crt" ]; then
    set -- PIP_CERT=/etc/trusted_here.crt NODE_EXTRA_CA_CERTS=/etc/trusted_here.crt "$@"
  fi
  env -i HOME=/root LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$@"
}

for tool in make cmake g++ python3 git; do
  ! inside sh -c "command -v $tool" >/dev/null || { echo "prove_bare: $tool is there" >&2; exit 1; }
done
[ $# -gt 0 ] || set -- demo test demo test
for command; do
  say "./dev $command"
  inside /footfall/dev "$command"
done
say "proved on a bare Debian 12: ./dev $*"

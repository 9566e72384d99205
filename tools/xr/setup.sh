#!/bin/bash
# setup.sh CACHE: unpack (not install) Debian trixie's Monado 25 (an OpenXR runtime), Mesa 25 and Xvfb into CACHE/root.
# apt works in a state of its own beside it, with the mirror that is set up already; nothing else changes on the machine.
# Needs root. 25 to 60 s, 190 MB of downloads, 830 MB of disk. Done again only after CACHE was taken away.
set -euo pipefail
CACHE=${1:?usage: setup.sh CACHE}
mkdir -p "$CACHE"
exec 9> "$CACHE/lock"
flock 9
[ -e "$CACHE/root/complete" ] && exit 0
MIRROR=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$MIRROR" ] || { echo "apt knows no Debian mirror; run 'apt-get update' first" >&2; exit 3; }
ROOT=$CACHE/unpacking STATE=$CACHE/apt
rm -rf --one-file-system "$ROOT"
PACKAGES="monado-service libopenxr1-monado mesa-vulkan-drivers libgl1 libgl1-mesa-dri libglx-mesa0 libegl1 libopengl0
  xvfb bash coreutils grep sed findutils libc-bin iproute2 libssl3t64 libffi8 libbz2-1.0 liblzma5 libsqlite3-0
  libreadline8t64 libncursesw6 zlib1g libx11-6 libxrandr2 libxcursor1 libxxf86dga1 libxi6 libxxf86vm1 libxext6"
mkdir -p "$STATE"/{lists/partial,cache/archives/partial,etc/apt.conf.d,etc/preferences.d,etc/trusted.gpg.d}
: > "$STATE/status"
KEY=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$KEY] $MIRROR ${SUITE:-trixie} main" > "$STATE/etc/sources.list"
OPTIONS=(-o Dir::Etc="$STATE/etc" -o Dir::Etc::SourceList="$STATE/etc/sources.list" -o Dir::Etc::SourceParts=-
  -o Dir::State="$STATE" -o Dir::State::Lists="$STATE/lists" -o Dir::State::status="$STATE/status"
  -o Dir::Cache="$STATE/cache" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o APT::Install-Recommends=0 -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3
  -o APT::Architecture=amd64 -o APT::Architectures::=amd64 -o Debug::NoLocking=1)
{ apt-get "${OPTIONS[@]}" -qq update && apt-get "${OPTIONS[@]}" -qq -y --download-only install $PACKAGES; } \
  > "$STATE/plan.txt" || { echo "the packages could not be downloaded from $MIRROR" >&2; exit 3; }
mkdir -p "$ROOT"/usr/{bin,sbin,lib,lib64} "$ROOT"/{tmp,proc,dev,root,run,etc}
for folder in bin sbin lib lib64; do ln -sfn "usr/$folder" "$ROOT/$folder"; done
for package in "$STATE"/cache/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$ROOT" --keep-directory-symlink \
    --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*'
done
# No package's own scripts ran: without these two lines the service finds no liblapack.so.3.
printf '/usr/lib/x86_64-linux-gnu/lapack\n/usr/lib/x86_64-linux-gnu/blas\n' > "$ROOT/etc/ld.so.conf.d/00-alternatives.conf"
ldconfig -r "$ROOT"
chmod 1777 "$ROOT/tmp"
cp /etc/passwd /etc/group /etc/nsswitch.conf "$ROOT/etc/" 2>/dev/null || true
[ -e "$ROOT/usr/bin/sh" ] || ln -s bash "$ROOT/usr/bin/sh"
rm -rf --one-file-system "$STATE" "$CACHE/root"
touch "$ROOT/complete"
mv "$ROOT" "$CACHE/root"

#!/bin/bash
# sandbox.sh ROOT COMMAND...: run COMMAND inside ROOT (which setup.sh made) beside a private Xvfb and a private Monado,
# in mount, process and network namespaces of its own: no port or display clashes, and nothing outlives COMMAND.
#   BINDS="path path"      folders and files of the machine to be seen at the same place
#   XR_DRIVER=remote       head, eyes and hands come from TCP port 4242 (the default) | simulated
#   XR_COMPOSITOR=null     no picture, 20 frames a second (the default) | xcb: the runtime's own picture in an X window
set -euo pipefail
ROOT=$(realpath "${1:?usage: sandbox.sh ROOT COMMAND...}")
HERE=$(realpath "$(dirname "$0")")
shift
if [ -z "${XR_IN_SANDBOX:-}" ]; then
  exec env XR_IN_SANDBOX=1 unshare --mount --pid --net --fork --kill-child --propagation private \
    "$HERE/sandbox.sh" "$ROOT" "$@"
fi
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
mount -t tmpfs tmpfs "$ROOT/tmp"
mount -t tmpfs tmpfs "$ROOT/root"
chmod 1777 "$ROOT/tmp"
for path in $BINDS; do
  # What is bound needs something to be bound on; it stays, empty, for whoever binds the same beside this or later.
  if [ -d "$path" ]; then
    mkdir -p "$ROOT$path"
  else
    mkdir -p "$ROOT$(dirname "$path")"
    [ -e "$ROOT$path" ] || : >> "$ROOT$path"
  fi
  mount --bind "$path" "$ROOT$path"
done
ip link set lo up 2>/dev/null || true
exec chroot "$ROOT" /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/root LANG=C.UTF-8 PYTHONUNBUFFERED=1 \
  XR_DRIVER="${XR_DRIVER:-remote}" XR_COMPOSITOR="${XR_COMPOSITOR:-null}" PYTHONPATH="${PYTHONPATH:-}" \
  XR_SANDBOX="$HERE" bash "$HERE/inside.sh" "$@"

#!/bin/bash
# inside.sh COMMAND...: within the sandbox, start Xvfb and the service, then become COMMAND.
set -eu
ip link set lo up
cd "$(dirname "$XR_SANDBOX")/.."
export XDG_RUNTIME_DIR=/tmp/xdg DISPLAY=:1 LIBGL_ALWAYS_SOFTWARE=1
export XR_RUNTIME_JSON=/usr/share/openxr/1/openxr_monado.json VK_DRIVER_FILES=/usr/share/vulkan/icd.d/lvp_icd.json
mkdir -p -m 700 /tmp/xdg
mkdir -p -m 1777 /tmp/.X11-unix
Xvfb :1 -screen 0 1280x720x24 +extension GLX -nolisten tcp -fbdir /tmp > /tmp/xvfb.log 2>&1 &
for _ in $(seq 200); do [ -S /tmp/.X11-unix/X1 ] && break; sleep .05; done
"$XR_SANDBOX/service.sh" start
exec env XRT_LOG=warn "$@"

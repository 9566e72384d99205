#!/bin/bash
# service.sh start|kill: within the sandbox, start the runtime's service and wait until it listens, or kill it.
set -eu
SOCKET=$XDG_RUNTIME_DIR/monado_comp_ipc
case ${1:-} in
  kill)
    kill -KILL "$(cat /tmp/monado.pid)"
    rm -f "$SOCKET" "$XDG_RUNTIME_DIR/monado.pid"
    ;;
  start)
    case $XR_DRIVER in
      remote) export P_OVERRIDE_ACTIVE_CONFIG=remote ;;
      *) export SIMULATED_ENABLE=1 SIMULATED_LEFT=simple SIMULATED_RIGHT=simple ;;
    esac
    case $XR_COMPOSITOR in
      null) export XRT_COMPOSITOR_NULL=1 ;;
      *) export XRT_COMPOSITOR_FORCE_XCB=1 ;;
    esac
    XRT_NO_STDIN=1 XRT_LOG=info monado-service > /tmp/monado.log 2>&1 < /dev/null &
    echo $! > /tmp/monado.pid
    for _ in $(seq 400); do
      [ -S "$SOCKET" ] && grep -q 'has started' /tmp/monado.log && exit 0
      sleep .05
    done
    echo "the service did not start:" >&2
    cat /tmp/monado.log >&2
    exit 70
    ;;
  *)
    echo "usage: service.sh start|kill" >&2
    exit 2
    ;;
esac

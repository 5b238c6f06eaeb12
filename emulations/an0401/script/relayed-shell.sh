#!/bin/bash
# AN0401: an interactive shell that talks in clear to a relay on this host, which talks over TLS: relayed-shell.sh ADDRESS PORT NEAR
# NEAR: a free port of loopback. Talks to loopback and to private 10.0.0.0/8 only: listeners that a test made.
set -u
address=${1:?address}
port=${2:?port}
near=${3:?a port of loopback}
case "$address" in
  127.* | 10.*) ;;
  *) echo "$address is not a test's address" >&2; exit 64 ;;
esac
"${RELAY:-socat}" "TCP-LISTEN:$near,bind=127.0.0.1" "OPENSSL:$address:$port,verify=0" &
relay=$!
for ((i = 0; i < 100; i++)); do
  exec 5<> "/dev/tcp/127.0.0.1/$near" && break
  sleep 0.1
done 2> /dev/null
"${SHELL_PROGRAM:-/bin/bash}" -i <&5 >&5 2>&1
code=$?
exec 5>&-
kill "$relay" 2> /dev/null
exit "$code"

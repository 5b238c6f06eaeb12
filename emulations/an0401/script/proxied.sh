#!/bin/bash
# AN0401: starts a proxy behind a unix socket, and an implant that talks through it: proxied.sh SOCKET IMPLANT PROXY ARGUMENTS…
set -u
socket=$1 implant=$2
shift 2
"$@" &
proxy=$!
"$implant" tcp "$socket" -
code=$?
kill "$proxy" 2> /dev/null
exit "$code"

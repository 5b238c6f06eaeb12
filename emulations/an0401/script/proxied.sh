#!/bin/bash
# AN0401: starts a proxy behind a unix socket, and an implant that talks through it: proxied.sh KIND SOCKET IMPLANT PROXY ARGUMENTS…
set -u
kind=$1 socket=$2 implant=$3
shift 3
"$@" &
proxy=$!
"$implant" "$kind" "$socket" -
code=$?
kill "$proxy" 2> /dev/null
exit "$code"

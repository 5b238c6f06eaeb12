#!/bin/bash
# AN0401: an interactive shell whose ends go through a fifo and openssl s_client to a listener.
# usage: fifo-shell.sh ADDRESS PORT DIRECTORY   (DIRECTORY: where the fifo is made)
# Talks to loopback and to private 10.0.0.0/8 only: listeners that a test made.
set -u
address=${1:?address}
port=${2:?port}
fifo=${3:?directory}/f
case "$address" in
  127.* | 10.*) ;;
  *) echo "$address is not a test's address" >&2; exit 64 ;;
esac
mkfifo "$fifo"
"${SHELL_PROGRAM:-/bin/bash}" -i < "$fifo" 2>&1 | "${OPENSSL:-openssl}" s_client -quiet -connect "$address:$port" > "$fifo" 2> /dev/null
rm -f "$fifo"

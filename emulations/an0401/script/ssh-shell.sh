#!/bin/bash
# AN0401: an interactive shell whose ends go through a fifo and an ssh client: ssh-shell.sh ADDRESS PORT DIRECTORY SETTINGS
# (DIRECTORY: where the fifo is made; SETTINGS: of the ssh client, for its host `peer`)
# Talks to loopback and to private 10.0.0.0/8 only: peers that a test made.
set -u
address=$1 port=$2 fifo=$3/f settings=$4
case "$address" in
  127.* | 10.*) ;;
  *) exit 64 ;;
esac
mkfifo "$fifo"
"${SHELL_PROGRAM:-/bin/bash}" -i < "$fifo" 2>&1 | "${SSH:-ssh}" -F "$settings" -W "$address:$port" peer > "$fifo"
rm -f "$fifo"

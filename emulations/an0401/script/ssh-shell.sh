#!/bin/bash
# AN0401: an interactive shell whose ends go through a fifo and an ssh client: ssh-shell.sh ADDRESS PORT DIRECTORY SETTINGS [forward]
# (DIRECTORY: where the fifo is made; SETTINGS: of the ssh client, for its host `peer`, which hands on to ADDRESS and PORT by a command,
# or by forwarding)
# Talks to loopback and to private 10.0.0.0/8 only: peers that a test made.
set -u
address=$1 port=$2 fifo=$3/f settings=$4
case "$address" in
  127.* | 10.*) ;;
  *) exit 64 ;;
esac
mkfifo "$fifo"
if [ "${5:-}" = forward ]; then
  far=(-W "$address:$port" peer)
else
  far=(-T peer "exec 3<> /dev/tcp/$address/$port; cat <&3 & cat >&3; kill %1")
fi
"${SHELL_PROGRAM:-/bin/bash}" -i < "$fifo" 2>&1 | "${SSH:-ssh}" -F "$settings" "${far[@]}" > "$fifo"
rm -f "$fifo"

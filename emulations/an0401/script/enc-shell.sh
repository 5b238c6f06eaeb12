#!/bin/bash
# AN0401: a command channel of bash alone, over /dev/tcp, each message through openssl enc: enc-shell.sh ADDRESS PORT ANSWERS KEY
#
# Answers a few commands with text of its own, and runs none that it is sent.
# Talks to loopback and to private addresses only: peers that a test made.
set -u
address=$1 port=$2 key=$4
case "$address" in
  127.* | 10.*) ;;
  *) exit 64 ;;
esac
exec 5<> "/dev/tcp/$address/$port"

cipher() { "${OPENSSL:-openssl}" enc -aes-256-cbc -pbkdf2 -pass "pass:$key" -a -A "$@"; }

said() {
  cipher >&5
  echo >&5
  echo "$EPOCHREALTIME @payload" >&3
}

lines() { for ((i = 0; i < $1; i++)); do printf -- "$2" $((1000 + i * 37)) $i; done; }

echo 'Linux host 6.1.0-1-amd64 #1 SMP x86_64 GNU/Linux' | said
while IFS= read -r line <&5; do
  command=$(printf %s "$line" | cipher -d)
  [ "$command" != exit ] || exit 0
  case "$command" in
    id) echo 'uid=0(root) gid=0(root) groups=0(root)' ;;
    'uname -a') echo 'Linux host 6.1.0-1-amd64 #1 SMP x86_64 GNU/Linux' ;;
    'ls -la /etc') lines 40 '-rw-r--r-- 1 root root %5d Nov 21 10:00 file-%d\n' ;;
    'ps aux') lines 60 'root %5d 0.0 0.1 9876 5432 ? S 10:00 0:00 process-%d\n' ;;
    'echo done-$((40+2))') echo done-42 ;;
    *) echo 'not known here' ;;
  esac | said
done
exit 1

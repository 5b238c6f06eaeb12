#!/bin/bash
# AN0603: a shell loop over gpg -c that removes the originals.
# usage: gpg-loop.sh DIRECTORY HOME   (HOME: an empty directory for gpg's own files)
# Acts only on a directory that emulations/corpus.ts made and marked.
set -u
tree=${1:?directory}
home=${2:?home}
[ -f "$tree/.cipherwatch-emulation" ] || { echo "$tree is not a marked emulation tree" >&2; exit 64; }
mkdir -p "$home" && chmod 700 "$home"
trap 'gpgconf --homedir "$home" --kill all' EXIT
find "$tree" -xdev -type f ! -name .cipherwatch-emulation ! -name '*.gpg' -print0 |
  while IFS= read -r -d '' file; do
    gpg --homedir "$home" --quiet --batch --pinentry-mode loopback --passphrase emulation -c "$file" && rm -- "$file"
  done

#!/bin/bash
# AN0603: a shell loop over openssl that leaves ciphertext and removes the originals.
# usage: openssl-loop.sh DIRECTORY [SUFFIX]
# Acts only on a directory that emulations/corpus.ts made and marked.
set -u
tree=${1:?directory}
suffix=${2:-.enc}
[ -f "$tree/.cipherwatch-emulation" ] || { echo "$tree is not a marked emulation tree" >&2; exit 64; }
find "$tree" -xdev -type f ! -name .cipherwatch-emulation ! -name "*$suffix" -print0 |
  while IFS= read -r -d '' file; do
    openssl enc -aes-256-cbc -pbkdf2 -pass pass:emulation -in "$file" -out "$file$suffix" && rm -- "$file"
  done

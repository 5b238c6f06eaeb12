#!/usr/bin/env python3
"""AN0603: destroys the documents of a marked tree, by I/O path x order x workers.

Acts only on a directory that emulations/corpus.ts made and marked. The cipher is a keystream of SHA-256
in counter mode: what comes out has the statistics of AES, depends on the content, and can be undone.
"""
import argparse
import hashlib
import mmap
import os
import random
import sys
import time

MARKER = ".cipherwatch-emulation"
KEY = b"emulation"


def encrypted(content: bytes, nonce: bytes) -> bytes:
    blocks = (len(content) + 31) // 32
    stream = b"".join(hashlib.sha256(KEY + nonce + i.to_bytes(8, "big")).digest() for i in range(blocks))
    mixed = int.from_bytes(content, "big") ^ int.from_bytes(stream[: len(content)], "big")
    return mixed.to_bytes(len(content), "big")


def put(fd: int, content: bytes, offset: int) -> None:
    while content:
        n = os.pwrite(fd, content, offset)
        content, offset = content[n:], offset + n


# Ways to move the ciphertext into the file, by name: (path, content).
def by_write(path, content):
    with open(path, "r+b", buffering=0) as f:
        view = memoryview(content)
        while view:
            view = view[f.write(view) :]


def by_pwritev(path, content):
    fd = os.open(path, os.O_WRONLY)
    half = len(content) // 2
    os.pwritev(fd, [content[:half], content[half:]], 0, 0)
    os.close(fd)


def by_mmap(path, content):
    if not content:
        return
    with open(path, "r+b") as f, mmap.mmap(f.fileno(), len(content)) as m:
        m[:] = content


def by_splice(path, content):
    fd = os.open(path, os.O_WRONLY)
    out, into = os.pipe()
    offset = 0
    while offset < len(content):
        n = os.write(into, content[offset : offset + 65536])
        while n:
            moved = os.splice(out, fd, n)
            n, offset = n - moved, offset + moved
    for each in (out, into, fd):
        os.close(each)


def by_sendfile(path, content):
    source = os.memfd_create("page")
    put(source, content, 0)
    fd = os.open(path, os.O_WRONLY)
    os.lseek(source, 0, os.SEEK_SET)
    sent = 0
    while sent < len(content):
        sent += os.sendfile(fd, source, sent, len(content) - sent)
    os.close(fd)
    os.close(source)


def by_direct(path, content):
    fd = os.open(path, os.O_WRONLY | os.O_DIRECT)
    padded = len(content) + -len(content) % 4096
    with mmap.mmap(-1, max(padded, 4096)) as aligned:
        aligned[: len(content)] = content
        os.pwrite(fd, memoryview(aligned)[:padded], 0)
        os.ftruncate(fd, len(content))
    os.close(fd)


IO = {
    "write": by_write,
    "pwritev": by_pwritev,
    "mmap": by_mmap,
    "splice": by_splice,
    "sendfile": by_sendfile,
    "direct": by_direct,
}


def fresh(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sized(path: str, length: int) -> None:
    fresh(path)
    os.truncate(path, length)


# Orders of what is done to one file, by name: (path, suffix, how to write).
def in_place(path, suffix, write):
    write(path, encrypted(read(path), os.fsencode(path)))


def new_then_unlink(path, suffix, write):
    content = encrypted(read(path), os.fsencode(path))
    made = path + suffix
    sized(made, len(content)) if write is by_mmap else fresh(made)
    write(made, content)
    os.unlink(path)


def rename_first(path, suffix, write):
    os.rename(path, path + suffix)
    in_place(path + suffix, suffix, write)


def rename_after(path, suffix, write):
    in_place(path, suffix, write)
    os.rename(path, path + suffix)


def rename_over(path, suffix, write):
    content = encrypted(read(path), os.fsencode(path))
    made = path + ".tmp"
    sized(made, len(content)) if write is by_mmap else fresh(made)
    write(made, content)
    os.rename(made, path)


def truncate_rewrite(path, suffix, write):
    content = encrypted(read(path), os.fsencode(path))
    os.truncate(path, 0)
    if write is by_mmap:
        os.truncate(path, len(content))
    write(path, content)


ORDERS = {
    "in-place": in_place,
    "new-then-unlink": new_then_unlink,
    "rename-first": rename_first,
    "rename-after": rename_after,
    "rename-over": rename_over,
    "truncate-rewrite": truncate_rewrite,
}


def read(path: str) -> bytes:
    with open(path, "rb") as f:
        return f.read()


def documents(tree: str):
    found = []
    for directory, _, names in os.walk(tree):
        for name in sorted(names):
            path = os.path.join(directory, name)
            if name != MARKER and not os.path.islink(path):
                found.append(path)
    return found


def tell(path) -> None:
    """On descriptor 3, in one write; nobody listening is no failure."""
    try:
        os.write(3, b"%.6f %s\n" % (time.time(), os.fsencode(path)))
    except OSError:
        pass


def work(paths, options) -> None:
    order, write = ORDERS[options.order], IO[options.io]
    begun = time.monotonic()
    for turn, path in enumerate(paths):
        if options.rate:
            time.sleep(max(0, begun + turn * options.workers / options.rate - time.monotonic()))
        if options.fork_per_file:
            child = os.fork()
            if child == 0:
                order(path, options.suffix, write)
                os._exit(0)
            os.waitpid(child, 0)
        else:
            order(path, options.suffix, write)
        tell(path)
        if options.pause:
            time.sleep(options.pause)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree")
    parser.add_argument("--io", choices=IO, default="write")
    parser.add_argument("--order", choices=ORDERS, default="in-place")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the files")
    parser.add_argument("--fork-per-file", action="store_true")
    parser.add_argument("--suffix", default=".locked")
    parser.add_argument("--limit", type=int, default=0, help="files at most; 0 for all")
    parser.add_argument("--pause", type=float, default=0, help="seconds after each file")
    parser.add_argument("--shuffle", type=int, default=0, help="seed of another order of the files; 0 for the tree's")
    parser.add_argument("--rate", type=float, default=float(os.environ.get("EMULATION_RATE", 0)), help="files a second")
    options = parser.parse_args()
    if not os.path.isfile(os.path.join(options.tree, MARKER)):
        print(f"{options.tree} is not a marked emulation tree", file=sys.stderr)
        return 64
    paths = documents(options.tree)
    if options.shuffle:
        random.Random(options.shuffle).shuffle(paths)
    paths = paths[: options.limit] if options.limit else paths
    children = []
    for worker in range(1, options.workers):
        child = os.fork()
        if child == 0:
            work(paths[worker :: options.workers], options)
            os._exit(0)
        children.append(child)
    work(paths[:: options.workers], options)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

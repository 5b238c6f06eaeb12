#!/usr/bin/env python3
"""Files that are no ordinary victims, made and then maltreated: `odd.py make DIR` and, in another job, `odd.py harm DIR CASE`.

Acts only on a directory that it made itself.
"""
import os
import stat
import sys
import threading

MARKER = ".cipherwatch-emulation"
TEXT = b"The quick brown fox writes a long letter about nothing in particular. " * 80


def noise(size):
    return os.urandom(size)


def put(path, content):
    with open(path, "wb") as f:
        f.write(content)


def make(root):
    os.mkdir(root)
    put(f"{root}/{MARKER}", b"made to be destroyed\n")
    put(f"{root}/vanishing", TEXT)
    put(f"{root}/growing", TEXT)
    put(f"{root}/empty", b"")
    with open(f"{root}/terabyte", "wb") as f:
        f.write(TEXT)
        f.truncate(1 << 40)
    os.mkfifo(f"{root}/fifo")
    os.mknod(f"{root}/device", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    put(f"{root}/unreadable", TEXT)
    os.chmod(f"{root}/unreadable", 0)
    here = os.open(root, os.O_RDONLY)
    # Deeper than PATH_MAX: no path names what lies at the end.
    os.chdir(here)
    for _ in range(24):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    put("deep", TEXT)
    os.chdir(here)
    os.mkdir("crowd")
    for i in range(20000):
        os.close(os.open(f"crowd/{i}", os.O_CREAT | os.O_WRONLY, 0o600))


def overwrite(path):
    with open(path, "r+b") as f:
        size = min(len(f.read(1 << 16)), 1 << 16)
        f.seek(0)
        f.write(noise(max(size, 64)))


def vanishing():
    with open("vanishing", "r+b") as f:
        f.read()
        os.unlink("vanishing")
        f.seek(0)
        f.write(noise(len(TEXT)))


def growing():
    stop = threading.Event()

    def grow():
        with open("growing", "ab") as f:
            while not stop.is_set() and f.tell() < 1 << 22:
                f.write(TEXT)

    thread = threading.Thread(target=grow)
    thread.start()
    overwrite("growing")
    stop.set()
    thread.join()


def fifo():
    reader = os.open("fifo", os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open("fifo", os.O_WRONLY)
    os.write(writer, noise(4096))
    os.read(reader, 4096)


def device():
    fd = os.open("device", os.O_RDWR)
    os.write(fd, noise(1 << 16))
    os.read(fd, 10)


def deep():
    for _ in range(24):
        os.chdir("d" * 200)
    overwrite("deep")


def crowd():
    for i in range(20000):
        os.unlink(f"crowd/{i}")


def unreadable():
    os.setresuid(65534, 65534, 65534)
    for flags in (os.O_RDONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC):
        try:
            os.open("unreadable", flags)
        except PermissionError:
            continue
        sys.exit("it could be opened")


def group():
    """Each file is destroyed by a process of its own, whose parent is gone before the child is."""
    for name in ("vanishing", "growing"):
        if not os.path.exists(name):
            continue
        if os.fork() == 0:
            if os.fork() == 0:
                overwrite(name)
            os._exit(0)
        os.wait()


CASES = {
    "vanishing": vanishing,
    "growing": growing,
    "empty": lambda: overwrite("empty"),
    "terabyte": lambda: overwrite("terabyte"),
    "fifo": fifo,
    "device": device,
    "unreadable": unreadable,
    "deep": deep,
    "crowd": crowd,
    "group": group,
}

what, root = sys.argv[1], sys.argv[2]
if what == "make":
    make(root)
elif not os.path.exists(f"{root}/{MARKER}"):
    sys.exit(f"{root} is not a marked emulation tree")
else:
    os.chdir(root)
    CASES[sys.argv[3]]()

"""AN0401: what command channels in Python share: a peer that is not elsewhere, and framed commands with canned answers.

Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
Talks to loopback and to private addresses only: peers that a test made.
"""
import ipaddress
import json
import os
import socket
import struct
import sys
import time

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")


def receive(channel, count):
    data = b""
    while len(data) < count:
        more = channel.recv(count - len(data))
        if not more:
            raise EOFError("the peer closed")
        data += more
    return data


def sealed(cipher):
    """For serve: cipher(key, iv) gives a function of bytes; the iv goes first, its complement makes the way back."""

    def opened(channel, key):
        iv = os.urandom(16)
        return channel, iv, cipher(key, iv), cipher(key, bytes(byte ^ 255 for byte in iv))

    return opened


def serve(opened):
    """opened(channel, key) gives the channel to use, what goes before the first message, and what is done to bytes each way."""
    address = ipaddress.ip_address(sys.argv[1])
    if not (address.is_loopback or any(address in ipaddress.ip_network(net) for net in PRIVATE)):
        sys.exit(64)
    with open(sys.argv[3], encoding="utf8") as file:
        answers = json.load(file)
    plain = socket.create_connection((str(address), int(sys.argv[2])), timeout=30)
    channel, head, out, into = opened(plain, sys.argv[4].encode())
    text = answers["uname -a"]
    while True:
        data = text.encode()
        channel.sendall(head + out(struct.pack(">I", len(data)) + data))
        os.write(3, f"{time.time():.6f} @payload\n".encode())
        head = b""
        (length,) = struct.unpack(">I", into(receive(channel, 4)))
        command = into(receive(channel, length)).decode()
        if command == "exit":
            return
        text = answers.get(command, "not known here\n")

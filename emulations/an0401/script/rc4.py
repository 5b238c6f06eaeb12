"""AN0401: a command channel under RC4 written in Python: rc4.py ADDRESS PORT ANSWERS KEY

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


def rc4(key):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    i = j = 0
    while True:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        yield state[(state[i] + state[j]) & 255]


def apply(stream, data):
    return bytes(byte ^ next(stream) for byte in data)


def receive(channel, count):
    data = b""
    while len(data) < count:
        more = channel.recv(count - len(data))
        if not more:
            raise EOFError("the peer closed")
        data += more
    return data


def main():
    address = ipaddress.ip_address(sys.argv[1])
    if not (address.is_loopback or any(address in ipaddress.ip_network(net) for net in PRIVATE)):
        sys.exit(64)
    with open(sys.argv[3], encoding="utf8") as file:
        answers = json.load(file)
    key = sys.argv[4].encode()[:16]
    iv = os.urandom(16)
    out, into = rc4(key + iv), rc4(key + bytes(byte ^ 255 for byte in iv))
    channel = socket.create_connection((str(address), int(sys.argv[2])), timeout=30)
    head, text = iv, answers["uname -a"]
    while True:
        data = text.encode()
        channel.sendall(head + apply(out, struct.pack(">I", len(data)) + data))
        os.write(3, f"{time.time():.6f} @payload\n".encode())
        head = b""
        (length,) = struct.unpack(">I", apply(into, receive(channel, 4)))
        command = apply(into, receive(channel, length)).decode()
        if command == "exit":
            return
        text = answers.get(command, "not known here\n")


main()

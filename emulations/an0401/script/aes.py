"""AN0401: a command channel under AES-256 in counter mode, written in Python: aes.py ADDRESS PORT ANSWERS KEY

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


def times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def sbox():
    inverse = [0] * 256
    power = [1]
    for _ in range(254):
        power.append(times(power[-1], 3))
    for i, value in enumerate(power):
        inverse[value] = power[(255 - i) % 255]
    box = []
    for value in inverse:
        turned = value
        for by in range(1, 5):
            turned ^= (value << by | value >> (8 - by)) & 255
        box.append(turned ^ 0x63)
    return box


SBOX = sbox()


def expand(key):
    words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
    constant = 1
    for i in range(8, 60):
        word = words[-1]
        if i % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = times(constant, 2)
        elif i % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def encrypt(rounds, block):
    state = [a ^ b for a, b in zip(block, rounds[0])]
    for number in range(1, 15):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            mixed = []
            for column in range(0, 16, 4):
                a = state[column : column + 4]
                for row in range(4):
                    b, c, d, e = (a[(row + k) % 4] for k in range(4))
                    mixed.append(times(b, 2) ^ times(c, 3) ^ d ^ e)
            state = mixed
        state = [a ^ b for a, b in zip(state, rounds[number])]
    return state


def stream(key, iv):
    rounds = expand(key)
    counter = int.from_bytes(iv, "big")
    while True:
        yield from encrypt(rounds, counter.to_bytes(16, "big"))
        counter = (counter + 1) % (1 << 128)


def apply(cipher, data):
    return bytes(byte ^ next(cipher) for byte in data)


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
    key = sys.argv[4].encode()
    iv = os.urandom(16)
    out, into = stream(key, iv), stream(key, bytes(byte ^ 255 for byte in iv))
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

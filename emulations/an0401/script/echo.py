"""AN0401: commands in ICMP echoes on a raw socket under RC4, written in Python: echo.py ADDRESS ANSWERS KEY

Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
"""
import ipaddress
import json
import os
import socket
import struct
import sys
import time

from channel import PRIVATE

ECHO_REPLY, ECHO = 0, 8
# of a frame: an echo that is split never comes together here
TEXT_MAX = 1200


def rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(out)


def checksum(data):
    padded = data + bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(padded) // 2}H", padded))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def main():
    address = ipaddress.ip_address(sys.argv[1])
    if not any(address in ipaddress.ip_network(net) for net in PRIVATE):
        sys.exit(64)
    with open(sys.argv[2], encoding="utf8") as file:
        answers = json.load(file)
    key = sys.argv[3].encode()[:16]
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    raw.settimeout(15)
    text = answers["uname -a"]
    number = 0
    while True:
        plain = text.encode()[:TEXT_MAX]
        iv = os.urandom(16)
        data = iv + rc4(key + iv, struct.pack(">I", len(plain)) + plain)
        bare = struct.pack(">BBHHH", ECHO, 0, 0, 0x4357, number) + data
        raw.sendto(bare[:2] + struct.pack(">H", checksum(bare)) + bare[4:], (str(address), 0))
        os.write(3, f"{time.time():.6f} @payload\n".encode())
        number += 1
        packet = raw.recv(65535)
        while packet[(packet[0] & 15) * 4] != ECHO_REPLY:
            packet = raw.recv(65535)
        data = packet[(packet[0] & 15) * 4 + 8 :]
        command = rc4(key + data[:16], data[16:])[4:].decode()
        if command == "exit":
            return
        text = answers.get(command, "not known here\n")


main()

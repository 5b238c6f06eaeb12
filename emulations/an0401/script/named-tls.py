"""AN0401: a command channel over TLS that names a server and negotiates http/1.1: named-tls.py ADDRESS PORT ANSWERS KEY

Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
Talks to loopback and to private addresses only: peers that a test made.
"""
import ipaddress
import json
import os
import socket
import ssl
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


def main():
    address = ipaddress.ip_address(sys.argv[1])
    if not (address.is_loopback or any(address in ipaddress.ip_network(net) for net in PRIVATE)):
        sys.exit(64)
    with open(sys.argv[3], encoding="utf8") as file:
        answers = json.load(file)
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["http/1.1"])
    plain = socket.create_connection((str(address), int(sys.argv[2])), timeout=30)
    channel = context.wrap_socket(plain, server_hostname="updates.example.org")
    text = answers["uname -a"]
    while True:
        data = text.encode()
        channel.sendall(struct.pack(">I", len(data)) + data)
        os.write(3, f"{time.time():.6f} @payload\n".encode())
        (length,) = struct.unpack(">I", receive(channel, 4))
        command = receive(channel, length).decode()
        if command == "exit":
            return
        text = answers.get(command, "not known here\n")


main()

"""AN0401: a command channel under AES-256 of libcrypto, reached by ctypes: libcrypto.py ADDRESS PORT ANSWERS KEY

Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
Talks to loopback and to private addresses only: peers that a test made.
"""
import ctypes
import ipaddress
import json
import os
import socket
import struct
import sys
import time

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")

LIBRARY = ctypes.CDLL("libcrypto.so.3")
for name in ("EVP_CIPHER_CTX_new", "EVP_aes_256_ctr"):
    getattr(LIBRARY, name).restype = ctypes.c_void_p


class Cipher:
    def __init__(self, key, iv):
        self.context = ctypes.c_void_p(LIBRARY.EVP_CIPHER_CTX_new())
        LIBRARY.EVP_EncryptInit_ex(self.context, ctypes.c_void_p(LIBRARY.EVP_aes_256_ctr()), None, key, iv)

    def apply(self, data):
        out, size = ctypes.create_string_buffer(len(data) + 16), ctypes.c_int()
        LIBRARY.EVP_EncryptUpdate(self.context, out, ctypes.byref(size), data, len(data))
        return out.raw[: size.value]


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
    out, into = Cipher(key, iv), Cipher(key, bytes(byte ^ 255 for byte in iv))
    channel = socket.create_connection((str(address), int(sys.argv[2])), timeout=30)
    head, text = iv, answers["uname -a"]
    while True:
        data = text.encode()
        channel.sendall(head + out.apply(struct.pack(">I", len(data)) + data))
        os.write(3, f"{time.time():.6f} @payload\n".encode())
        head = b""
        (length,) = struct.unpack(">I", into.apply(receive(channel, 4)))
        command = into.apply(receive(channel, length)).decode()
        if command == "exit":
            return
        text = answers.get(command, "not known here\n")


main()

"""Stands between ICMP echoes and a peer that has no raw sockets: what comes and what is to be answered, as lines of hexadecimal."""
import select
import socket
import struct
import sys


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def main():
    # this namespace's own kernel would answer first
    with open("/proc/sys/net/ipv4/icmp_echo_ignore_all", "w", encoding="ascii") as switch:
        switch.write("1")
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    print("ready", flush=True)
    source, head = None, b""
    while True:
        for ready in select.select([raw, sys.stdin.buffer], [], [])[0]:
            if ready is raw:
                packet, source = raw.recvfrom(65535)
                packet = packet[(packet[0] & 15) * 4 :]
                if packet[0] == 8:
                    head = packet[4:8]
                    print(packet[8:].hex(), flush=True)
                continue
            line = sys.stdin.buffer.readline()
            if not line:
                return
            bare = b"\0\0\0\0" + head + bytes.fromhex(line.decode())
            raw.sendto(bare[:2] + struct.pack(">H", checksum(bare)) + bare[4:], source)


main()

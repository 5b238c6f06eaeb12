"""AN0401: a command channel under AES-256 in counter mode, written in Python: aes.py ADDRESS PORT ANSWERS KEY"""
from channel import sealed, serve


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


def cipher(key, iv):
    keys = stream(key, iv)
    return lambda data: bytes(byte ^ next(keys) for byte in data)


serve(sealed(cipher))

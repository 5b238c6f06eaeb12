"""Sets one key in one crypto library, by its own functions. Argument: the library's file name."""
import ctypes
import sys

KEY = ctypes.create_string_buffer(b"0123456789abcdef0123456789abcdef")


def room(size=8192):
    return ctypes.create_string_buffer(size)


class Datum(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_uint)]


def nettle(lib):
    lib.nettle_aes256_set_decrypt_key(room(), KEY)
    lib.nettle_arcfour_set_key(room(), ctypes.c_size_t(16), KEY)
    lib.nettle_chacha_set_key(room(), KEY)


def gcrypt(lib):
    lib.gcry_check_version(None)
    assert lib.gcry_cipher_open(ctypes.byref(ctypes.c_void_p()), 301, 4, 0) == 0


def gnutls(lib):
    key, iv = Datum(ctypes.addressof(KEY), 32), Datum(ctypes.addressof(KEY), 16)
    handle = ctypes.c_void_p()
    assert lib.gnutls_cipher_init(ctypes.byref(handle), 5, ctypes.byref(key), ctypes.byref(iv)) == 0


def sodium(lib):
    assert lib.sodium_init() >= 0
    assert lib.crypto_secretbox_easy(room(), room(), ctypes.c_ulonglong(100), room(), KEY) == 0


def mbedtls(lib):
    assert lib.mbedtls_aes_setkey_dec(room(), KEY, 256) == 0
    lib.mbedtls_arc4_setup(room(), KEY, 16)


def wolfssl(lib):
    assert lib.wc_Arc4SetKey(room(), KEY, 16) == 0


name = sys.argv[1]
try:
    library = ctypes.CDLL(name)
except OSError:
    sys.exit(77)
next(f for f in (nettle, gcrypt, gnutls, sodium, mbedtls, wolfssl) if f.__name__ in name.replace("mbedcrypto", "mbedtls"))(library)

"""AN0401: a command channel under AES-256 of libcrypto, reached by ctypes: libcrypto.py ADDRESS PORT ANSWERS KEY"""
import ctypes

from channel import sealed, serve

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


serve(sealed(lambda key, iv: Cipher(key, iv).apply))

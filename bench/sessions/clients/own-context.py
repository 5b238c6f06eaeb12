# Asks each address so often, by urllib with a context of its own that verifies nobody. own-context.py COUNT ADDRESS…
import ssl
import sys
import urllib.request

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
for _ in range(int(sys.argv[1])):
    for address in sys.argv[2:]:
        with urllib.request.urlopen(address, timeout=20, context=context) as answer:
            answer.read()

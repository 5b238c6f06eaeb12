# Asks each address so often, by urllib, in a session each. pages.py COUNT ADDRESS…
import sys
import urllib.request

for _ in range(int(sys.argv[1])):
    for address in sys.argv[2:]:
        with urllib.request.urlopen(address, timeout=20) as answer:
            answer.read()

# Asks each address so often, by requests, in one session for each that is kept alive. kept.py COUNT ADDRESS…
import sys

import requests

with requests.Session() as session:
    for _ in range(int(sys.argv[1])):
        for address in sys.argv[2:]:
            session.get(address, timeout=20).raise_for_status()

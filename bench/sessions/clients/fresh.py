# Asks each address so often, by requests, in a session each; an address of digits is not verified. fresh.py COUNT ADDRESS…
import sys
import warnings

import requests

warnings.simplefilter("ignore")
for _ in range(int(sys.argv[1])):
    for address in sys.argv[2:]:
        bare = address.split("/")[2].split(":")[0].replace(".", "").isdigit()
        requests.get(address, timeout=20, verify=not bare).raise_for_status()

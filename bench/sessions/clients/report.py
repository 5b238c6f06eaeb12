# An agent: reports to a server every so many seconds, until it is ended. report.py SECONDS ADDRESS
import sys
import time

import requests

while True:
    requests.post(sys.argv[2], json={"load": 0.1, "at": time.time()}, timeout=20)
    time.sleep(float(sys.argv[1]))

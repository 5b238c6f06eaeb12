#!/usr/bin/env python3
"""AN0603: a web server whose child does it: web-server.py PROGRAM [ARGUMENT]…

Serves one request, on loopback, that asks it to run the program through a shell, as a hole in a web application
does. The request comes from this process itself.
"""
import http.server
import shlex
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

PERMITTED = sys.argv[1:]


class Hole(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)["host"][0]
        if asked != shlex.join(PERMITTED):
            self.send_error(403)
            return
        done = subprocess.run(["/bin/sh", "-c", asked], pass_fds=(3,), check=False)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(done.returncode).encode())

    def log_message(self, *_):
        pass


def main() -> int:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hole)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = urllib.parse.urlencode({"host": shlex.join(PERMITTED)})
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/ping?{asked}", timeout=120) as answer:
        return int(answer.read())


if __name__ == "__main__":
    sys.exit(main())

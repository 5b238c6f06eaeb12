// A web server for workloads: files of `www` over TLS, h2 or http/1.1; a PUT below /put/ is kept. web-server.mjs PORT
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { join, normalize } from 'node:path';

const pair = { key: readFileSync('server.key'), cert: readFileSync('server.pem') };
createSecureServer({ ...pair, allowHTTP1: true }, (request, response) => {
  const [path = '/'] = request.url.split('?');
  const file = join('www', normalize(path === '/' ? '/index.html' : decodeURIComponent(path)));
  if (request.method === 'PUT' && path.startsWith('/put/')) {
    request.pipe(createWriteStream(file)).on('finish', () => response.writeHead(201).end());
    return;
  }
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) response.writeHead(404).end();
  else {
    response.writeHead(200, { 'content-length': found.size });
    createReadStream(file).pipe(response);
  }
}).listen(Number(process.argv[2]), '127.0.0.1');

/** nginx of a room's own, with TLS and h2, in the place of the small server, which hands on to others as well. */
import type { Room } from '../room.ts';
import { makeCertificate, portOf } from './place.ts';
import { writePages } from './web-server.ts';

/** @returns its address, without a slash at the end. @param locations more of them, as nginx has them */
export async function startNginx(room: Room, locations = ''): Promise<string> {
  const port = portOf(room);
  await makeCertificate(room);
  writePages(room);
  room.write({
    'nginx.conf': `
daemon off;
user root;
worker_processes 1;
pid ${room.path('nginx.pid')};
error_log ${room.path('nginx.log')};
events {}
http {
  access_log off;
  client_body_temp_path ${room.path('body')};
  proxy_temp_path ${room.path('proxied')};
  fastcgi_temp_path ${room.path('fastcgi')};
  uwsgi_temp_path ${room.path('uwsgi')};
  scgi_temp_path ${room.path('scgi')};
  client_max_body_size 64m;
  server {
    listen 127.0.0.1:${port} ssl http2;
    server_name localhost;
    ssl_certificate ${room.path('server.pem')};
    ssl_certificate_key ${room.path('server.key')};
    root ${room.path('www')};
    location /put/ { dav_methods PUT DELETE; }
    ${locations}
  }
}
`,
  });
  const url = `https://localhost:${port}`;
  await room.serve(`nginx -p ${room.directory} -c nginx.conf`, `curl -sf --cacert ca.pem -o /dev/null ${url}/status`);
  return url;
}

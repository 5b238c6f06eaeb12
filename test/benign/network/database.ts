/** PostgreSQL over TLS: a client, and a replica that follows. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { makeCertificate, portOf } from './place.ts';

/** Where this machine has initdb, which is in nobody's path on Debian. */
const programs = () => globSync('/usr/lib/postgresql/*/bin/initdb').map(dirname)[0];
const unfit = () => (programs() === undefined ? 'no PostgreSQL server is installed' : undefined);
/** The server refuses to run as root. */
const as = (room: Room, command: string) =>
  `runuser -u postgres -- env HOME=${room.directory} ${programs()}/${command}`;
const target = (room: Room) => `'host=127.0.0.1 port=${portOf(room)} user=postgres dbname=postgres sslmode=require'`;

async function cluster(room: Room): Promise<void> {
  await makeCertificate(room);
  await room.aside(`
    install -d -o postgres -m 700 data run
    ${as(room, 'initdb -A trust data')} > /dev/null
    install -o postgres -m 600 server.key server.pem data/`);
  const options = [
    'listen_addresses=127.0.0.1',
    `port=${portOf(room)}`,
    `unix_socket_directories=${room.path('run')}`,
    'ssl=on',
    'ssl_cert_file=server.pem',
    'ssl_key_file=server.key',
  ];
  await room.serve(
    as(room, `postgres -D data ${options.map((option) => `-c ${option}`).join(' ')}`),
    `psql -qAt ${target(room)} -c 'select 1' > /dev/null 2>&1`,
    'SIGINT',
  );
}

export const databaseWork: readonly Workload[] = [
  {
    id: 'network/postgres-client',
    about: 'psql and pg_dump work with a database over TLS',
    row: 'a database over TLS',
    needs: needs('psql:postgresql', 'openssl'),
    short: false,
    unfit,
    prepare: cluster,
    run: async (room) => {
      const said = await room.work(`
        psql -qAt ${target(room)} -c 'create table t as select i, md5(i::text) as m from generate_series(1, 20000) as i'
        for i in 1 2 3; do psql -qAt ${target(room)} -c 'select count(*) from t'; sleep 0.5; done
        pg_dump ${target(room)} > dump.sql`);
      assert.equal(said.match(/^20000$/gm)?.length, 3);
      assert.ok(room.read('dump.sql').length > 500_000);
    },
  },
  {
    id: 'network/postgres-replica',
    about: 'a replica copies a database over TLS and follows it',
    row: 'a database replica over TLS',
    needs: needs('psql:postgresql', 'openssl'),
    short: false,
    unfit,
    prepare: cluster,
    run: async (room) => {
      const [near, run] = [portOf(room, 1), room.path('run')];
      const said = await room.work(`
        install -d -o postgres -m 700 replica
        ${as(room, `pg_basebackup -D replica -R -X stream -d ${target(room)}`)}
        ${as(room, `postgres -D replica -c listen_addresses= -c port=${near} -c ssl=off -c unix_socket_directories=${run}`)} 2> /dev/null &
        for i in $(seq 40); do psql -qAt -h ${run} -p ${near} -U postgres -c 'select 1' > /dev/null 2>&1 && break; sleep 0.2; done
        psql -qAt ${target(room)} -c 'create table t as select i from generate_series(1, 50000) as i'
        for i in 1 2 3 4; do psql -qAt ${target(room)} -c 'insert into t select i from generate_series(1, 5000) as i'; sleep 0.7; done
        psql -qAt -h ${run} -p ${near} -U postgres -c 'select count(*) from t'
        ${as(room, 'pg_ctl -D replica stop -m fast')} > /dev/null`);
      assert.match(said, /^70000$/m);
    },
  },
];

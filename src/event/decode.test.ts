import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Decoder, type Event, EventError } from './index.ts';
import { NET_SESSION } from './net-session.ts';
import { encodeRecord, type Values } from './testing/encode.ts';
import { encodeEvent, encodeEvents } from './testing/encode-event.ts';
import * as make from './testing/make.ts';
import { RecordType } from './wire.ts';

const { EPOCH, fileOf, keyOf, placeOf } = make;
const hello = make.makeHello();
const BIG_INODE = '18446744073709551557';

function decode(bytes: Uint8Array, strict = false): { readonly events: readonly Event[]; readonly decoder: Decoder } {
  const decoder = new Decoder({ strict });
  return { events: [...decoder.push(bytes), ...decoder.end()], decoder };
}

/** The kinds, and of gaps the reason. */
function outline(events: readonly Event[]): readonly string[] {
  return events.map((event) => (event.kind === 'gap' ? `gap ${event.reason}` : event.kind));
}

describe('every kind of record', () => {
  const time = EPOCH + 1234;
  const fds = [
    { type: 'inet', object: 'socket:71', remote: { address: '2001:db8::1:2', port: 4444 } },
    { type: 'pipe', object: 'pipe:72' },
    { type: 'unix', object: 'socket:73', peer: 'socket:74' },
  ] as const;
  const first = Uint8Array.from({ length: 512 }, (_, i) => i & 0xff);
  const nowhere = { address: '::', port: 0 };
  const cases: readonly (readonly [string, Event])[] = [
    [
      'status',
      make.makeStatus({
        time,
        records: 9,
        lost: { ring_full: 1, pipe: 7, missed: 8 },
        fileSessions: 3,
        netSessions: 4,
        ringBytes: 5,
      }),
    ],
    ['snapshot_end', make.makeSnapshotEnd({ time, processes: 1, files: 2, sockets: 3 })],
    [
      'directory',
      make.makeDirectory({ time, place: placeOf(7), path: '/home/Ünï\ncode', mountNamespace: 9, cut: true }),
    ],
    [
      'process_start',
      make.makeProcessStart({
        time,
        pid: 4_000_000,
        parentPid: 77,
        how: 'snapshot',
        image: { file: `800001:${BIG_INODE}`, path: '/memfd:x', size: 5, deleted: true, memfd: true, setuid: true },
        script: './run.sh',
        argv: ['sh', '', 'a b', ''],
        cwd: '/tmp',
        comm: 'fifteen-letters',
        uid: 1,
        euid: 2,
        gid: 3,
        egid: 4,
        auid: 1000,
        session: 5,
        sid: 6,
        pgid: 7,
        tty: 'pts/3',
        namespaces: { mnt: 11, pid: 12, net: 13, user: 14 },
        cgroup: { id: BIG_INODE, path: '/user.slice' },
        capabilities: '1ffffffffff',
        stdio: fds,
      }),
    ],
    ['process_start of a service', make.makeProcessStart({ time, argv: [] })],
    [
      'process_start, stdio of other kinds',
      make.makeProcessStart({
        time,
        stdio: [
          { type: 'closed', object: '' },
          { type: 'fifo', object: fileOf(5) },
          { type: 'inet', object: 'socket:9' },
        ],
      }),
    ],
    ['process_fork', make.makeProcessFork({ time, pid: 5, parentPid: 4 })],
    ['process_end', make.makeProcessEnd({ time, pid: 5, exitCode: 0x8b })],
    [
      'file_session',
      make.makeFileSession({
        time,
        openedAt: EPOCH + 1000,
        file: `800001:${BIG_INODE}`,
        place: placeOf(99),
        name: 'x'.repeat(255),
        mountNamespace: 3,
        mode: 0o100755,
        links: 2,
        owner: 1000,
        created: true,
        last: false,
        unlinked: true,
        executable: true,
        methods: ['read', 'mmap_write', 'punch'],
        sizeBefore: 2 ** 40,
        sizeAfter: 2 ** 41,
        readBytes: 1,
        writeBytes: 2,
        overwrittenBytes: 3,
        readRange: [4, 5],
        writeRange: [6, 7],
        reads: 8,
        writes: 9,
        readSeeks: 10,
        writeSeeks: 11,
        samples: [
          make.makeSample(),
          make.makeSample({ kind: 'write', offset: 2 ** 33, bytes: first, operation: 4096 }),
        ],
      }),
    ],
    [
      'file_session, the other flags',
      make.makeFileSession({ time, truncated: true, inherited: true, idle: true, direct: true }),
    ],
    [
      'file_rename',
      make.makeFileRename({
        time,
        from: { base: placeOf(4), path: 'a' },
        to: { base: placeOf(5), path: '/b' },
        exchange: true,
      }),
    ],
    ['file_link', make.makeFileLink({ time, symbolic: true, cut: true })],
    ['file_unlink', make.makeFileUnlink({ time, target: { base: placeOf(4), path: 'd' }, directory: true })],
    ['file_truncate', make.makeFileTruncate({ time, length: 2 ** 35 })],
    [
      'net_session',
      make.makeNetSession({
        time,
        startedAt: EPOCH + 5,
        socket: `socket:${BIG_INODE}`,
        protocol: 'udp',
        direction: 'in',
        local: { address: '::', port: 53 },
        remote: { address: 'fe80::1', port: 65_535 },
        last: false,
        idle: true,
        inherited: true,
        connecting: true,
        spliced: true,
        turns: 3,
        snapshots: 4,
        tx: { bytes: 2 ** 34, messages: 6, firstAt: EPOCH + 10, lastAt: EPOCH + 20, first },
      }),
    ],
    [
      'net_session of a raw socket',
      make.makeNetSession({
        time,
        protocol: 'raw',
        socketType: 'raw',
        ipProtocol: 47,
        remote: { address: '2001:db8::9', port: 0 },
      }),
    ],
    ['net_session of ICMP without privilege', make.makeNetSession({ time, protocol: 'icmp', socketType: 'datagram' })],
    [
      'net_session of a packet socket',
      make.makeNetSession({ time, protocol: 'packet', socketType: 'raw', local: nowhere, remote: nowhere }),
    ],
    [
      'net_session of a unix socket',
      make.makeNetSession({
        time,
        protocol: 'unix',
        socketType: 'seqpacket',
        local: { address: '', port: 0 },
        remote: { address: '/run/ünï.sock', port: 0 },
        unix: { name: '/run/ünï.sock', socket: `socket:${BIG_INODE}`, pid: 4_000_000 },
      }),
    ],
    [
      'net_session of an abstract unix socket before it is accepted',
      make.makeNetSession({
        time,
        protocol: 'unix',
        socketType: 'stream',
        local: { address: '', port: 0 },
        remote: { address: `@${'x'.repeat(107)}`, port: 0 },
        unix: { name: `@${'x'.repeat(107)}` },
      }),
    ],
    ['library_map', make.makeLibraryMap({ time, memfd: true, owner: 1000 })],
    ['stdio_change', make.makeStdioChange({ time, slot: 2, fd: fds[0] })],
    [
      'crypto_use',
      make.makeCryptoUse({ time, cipher: 'RC4', keyBits: undefined, decrypts: true, bytes: 9, last: true }),
    ],
    [
      'crypto_use of the kernel',
      make.makeCryptoUse({ time, interface: 'af_alg', cipher: 'cbc(aes)', image: undefined }),
    ],
    ['image_scan', make.makeImageScan({ time, constants: ['aes_sbox', 'twofish'], cut: true })],
    [
      'image_scan of a library',
      make.makeImageScan({ time, state: 'observed', interfaces: ['openssl', 'wolfssl'], functions: 13 }),
    ],
  ];
  for (const [name, event] of cases) {
    test(name, () => {
      const { events } = decode(encodeEvents([hello, event]));
      assert.deepEqual(events, [hello, { ...event, seq: 1 }]);
    });
  }
});

describe('the name of a cipher', () => {
  const cases: readonly (readonly [name: string, fields: { readonly [field: string]: number }])[] = [
    ['AES-256-CBC', { interface: 1, id: 427, key_bits: 256 }],
    ['RC4', { interface: 1, id: 5, key_bits: 128 }],
    ['ChaCha20-Poly1305', { interface: 9, id: 54 }],
    ['Camellia-256', { interface: 2, id: 312 }],
    ['AES-192', { interface: 4, cipher: 1, key_bits: 192 }],
    ['ChaCha20', { interface: 6, cipher: 2, key_bits: 256 }],
    ['cipher 4711', { interface: 1, id: 4711 }],
    ['a cipher without a number', { interface: 1 }],
  ];
  for (const [name, values] of cases) {
    test(name, () => {
      const record = encodeRecord({ type: RecordType.values.CRYPTO_USE, seq: 1, timeNs: 90_000_000_000_000n, values });
      const [, event] = decode(Buffer.concat([encodeEvents([hello]), record])).events;
      assert.equal(event?.kind === 'crypto_use' && event.cipher, name);
    });
  }

  test('an interface of a later contract is skipped', () => {
    const values = { interface: 77 };
    const record = encodeRecord({ type: RecordType.values.CRYPTO_USE, seq: 1, timeNs: 90_000_000_000_000n, values });
    const { events, decoder } = decode(Buffer.concat([encodeEvents([hello]), record]));
    assert.deepEqual([events.length, decoder.unknown], [1, 1]);
  });
});

describe('times and keys', () => {
  test('a time is the hello’s real time plus what passed on the boot clock', () => {
    const stream = Buffer.concat([
      encodeRecord({
        type: RecordType.values.HELLO,
        seq: 0,
        timeNs: 5_000_000_000n,
        values: { magic: 'CIPHERWATCH\n', contract_major: 1, realtime_ns: 1_767_225_600_000_250_000n },
      }),
      encodeRecord({ type: RecordType.values.PROCESS_END, seq: 1, timeNs: 5_001_500_000n, values: {} }),
    ]);
    assert.deepEqual(
      decode(stream).events.map(({ time }) => time),
      [1_767_225_600_000.25, 1_767_225_600_001.75],
    );
  });

  test('a process has one key in every record, and another after its pid was used again', () => {
    const at = (start_ns: bigint) => ({ process: { pid: 7, start_ns } });
    const record = (type: number, seq: number, start: bigint) =>
      encodeRecord({ type, seq, timeNs: 0, values: at(start) });
    const { PROCESS_FORK, PROCESS_END } = RecordType.values;
    const { events } = decode(
      Buffer.concat([
        encodeEvent(hello, 0),
        record(PROCESS_FORK, 1, 98_765_432_101n),
        record(PROCESS_END, 2, 98_765_432_101n),
        record(PROCESS_FORK, 3, 98_765_432_102n),
        record(PROCESS_END, 4, 2n ** 63n + 1n),
      ]),
    );
    const keys = events.slice(1).map((event) => ('process' in event ? event.process : ''));
    assert.deepEqual(keys, ['7:98765432101', '7:98765432101', '7:98765432102', '7:9223372036854775809']);
  });
});

describe('records that are cut', () => {
  test('what lies beyond the end is zero', () => {
    const values = { process: { pid: 7, start_ns: 7_000_000n }, reads: 5, name: 'gone', mode: 33_188 };
    const type = RecordType.values.FILE_SESSION;
    const record = encodeRecord({ type, seq: 1, timeNs: 0, values, size: 44 });
    const [, event] = decode(Buffer.concat([encodeEvent(hello, 0), record])).events;
    assert.ok(event?.kind === 'file_session');
    assert.deepEqual([event.process, event.reads, event.name, event.mode], [keyOf(7), 0, '', 0]);
  });

  test('a sample keeps its length', () => {
    const whole = encodeEvent(make.makeFileSession({ samples: [make.makeSample({ bytes: Buffer.alloc(512, 1) })] }), 1);
    const cut = whole.subarray(0, whole.length - 4 * 512 + 100);
    cut.writeUInt32LE(cut.length, 0);
    const [, event] = decode(Buffer.concat([encodeEvent(hello, 0), cut])).events;
    assert.ok(event?.kind === 'file_session');
    const bytes = event.samples[0]?.bytes;
    assert.equal(bytes?.length, 512);
    assert.equal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      100,
    );
  });

  test('a longer record, of a later minor, is read as far as it is known', () => {
    const record = encodeRecord({
      type: RecordType.values.PROCESS_END,
      seq: 1,
      timeNs: 0,
      values: { exit_code: 3 },
      size: 200,
    });
    const end = encodeEvent(make.makeProcessEnd(), 2);
    assert.deepEqual(outline(decode(Buffer.concat([encodeEvent(hello, 0), record, end])).events), [
      'hello',
      'process_end',
      'process_end',
    ]);
  });
});

describe('the name of a unix socket', () => {
  const nameOf = (values: Values, size?: number) => {
    const given = { family: 1, peer_ino: 5n, ...values };
    const record = { type: RecordType.values.NET_SESSION, seq: 1, timeNs: 0, values: given };
    const bytes = encodeRecord(size === undefined ? record : { ...record, size });
    // another record follows, which is not to be read instead of what was cut
    const [, event] = decode(
      Buffer.concat([encodeEvent(hello, 0), bytes, encodeEvent(make.makeProcessEnd(), 2)]),
    ).events;
    assert.ok(event?.kind === 'net_session');
    return event.unix;
  };

  test('ends at its NUL when it is a path', () => {
    assert.equal(nameOf({ name_len: 6, name: Buffer.from('/a\0xyz') })?.name, '/a');
  });
  test('may hold NULs when it is abstract', () => {
    assert.equal(nameOf({ name_len: 5, name: Buffer.from('\0a\0bc') })?.name, '@a@bc');
  });
  test('is no longer than its place', () => {
    assert.equal(nameOf({ name_len: 70_000, name: Buffer.alloc(112, 0x78) })?.name, 'x'.repeat(112));
  });
  test('is not known where the record is cut', () => {
    assert.deepEqual(nameOf({ name_len: 2, name: Buffer.from('/a') }, NET_SESSION.at.peer_ino), {});
  });
});

test('text that is not UTF-8 is shown as such and ends at its NUL', () => {
  const record = encodeRecord({
    type: RecordType.values.FILE_UNLINK,
    seq: 1,
    timeNs: 0,
    values: { path: Buffer.from([0x61, 0xff, 0x1b, 0x0a, 0x62, 0, 0x63]) },
  });
  const [, event] = decode(Buffer.concat([encodeEvent(hello, 0), record])).events;
  assert.ok(event?.kind === 'file_unlink');
  assert.equal(event.target.path, 'a\ufffd\u001b\nb');
});

test('unknown record types and values are skipped and counted', () => {
  const { events, decoder } = decode(
    Buffer.concat([
      encodeEvent(hello, 0),
      encodeRecord({ type: 999, seq: 1, timeNs: 0, values: {}, size: 100 }),
      encodeRecord({ type: RecordType.values.STDIO_CHANGE, seq: 2, timeNs: 0, values: { slot: 3 } }),
      encodeEvent(make.makeProcessEnd(), 3),
    ]),
  );
  assert.deepEqual(outline(events), ['hello', 'process_end']);
  assert.equal(decoder.unknown, 2);
});

describe('interruptions', () => {
  const end = make.makeProcessEnd({ time: EPOCH + 10 });
  const stream = encodeEvents([hello, end]);
  const later = make.makeHello({ time: EPOCH + 500, restarts: 1 });
  const again = encodeEvents([later, make.makeProcessFork({ time: EPOCH + 501 })]);
  const partial = encodeEvent(make.makeFileSession({ time: EPOCH + 20, name: 'partial' }), 2);

  test('a jump of the sequence tells how many are missing', () => {
    const { events } = decode(Buffer.concat([stream, encodeEvent(make.makeProcessEnd({ time: EPOCH + 30 }), 5)]));
    assert.deepEqual(events[2], {
      kind: 'gap',
      reason: 'sequence',
      time: EPOCH + 30,
      seq: 5,
      since: EPOCH + 10,
      missing: 3,
    });
  });

  test('a second hello is a restarted sensor', () => {
    const { events } = decode(Buffer.concat([stream, again]), true);
    const gap = { kind: 'gap', reason: 'sensor_restarted', time: EPOCH + 500, seq: 0, since: EPOCH + 10 };
    assert.deepEqual(events.slice(2, 4), [gap, later]);
  });

  for (const strict of [false, true]) {
    for (const kept of [1, 7, 8, 23, 24, 100, 300, partial.length - 1]) {
      test(`a sensor killed ${kept} bytes into a record and started again, ${strict ? 'recorded' : 'live'}`, () => {
        const padding = Array.from({ length: 40 }, (_, i) =>
          encodeEvent(make.makeStatus({ time: EPOCH + 600 }), i + 2),
        );
        const { events } = decode(Buffer.concat([stream, partial.subarray(0, kept), again, ...padding]), strict);
        const found = outline(events).filter((kind) => kind !== 'status');
        const expected = ['hello', 'process_end', 'gap sensor_restarted', 'hello', 'process_fork'];
        // A hello that lies across the end of what the partial record claims to be cannot be told from that record before it is read.
        if (kept === partial.length - 1) expected.splice(2, 0, 'file_session');
        assert.deepEqual(found, expected);
        assert.equal(events.length - found.length, padding.length);
      });
    }
  }

  test('stays quiet when a record only carries a copy of a hello', () => {
    const sample = make.makeSample({ bytes: encodeEvent(hello, 0).subarray(0, 300) });
    const forged = make.makeFileSession({ samples: [sample] });
    const events = [hello, forged, end, forged];
    assert.deepEqual(outline(decode(encodeEvents(events)).events), [
      'hello',
      'file_session',
      'process_end',
      'file_session',
    ]);
  });

  test('stays quiet about a copy of a hello in the record before rubbish', () => {
    const sample = make.makeSample({ bytes: encodeEvent(hello, 0).subarray(0, 300) });
    const bytes = Buffer.concat([
      encodeEvents([hello, make.makeFileSession({ samples: [sample] }), end]),
      Buffer.alloc(99),
    ]);
    assert.deepEqual(outline(decode(bytes).events), ['hello', 'file_session', 'process_end', 'gap corrupt']);
  });

  test('rubbish in a live stream gives a gap, and its end another', () => {
    const { events, decoder } = decode(Buffer.concat([stream, Buffer.alloc(5000, 0xee), again]));
    assert.deepEqual(outline(events), [
      'hello',
      'process_end',
      'gap corrupt',
      'gap sensor_restarted',
      'hello',
      'process_fork',
    ]);
    assert.equal(decoder.skipped, 5000);
  });

  test('rubbish in a recording throws with its offset, after the events before it', () => {
    const decoder = new Decoder({ strict: true });
    const events = decoder.push(Buffer.concat([stream, Buffer.alloc(5000, 0xee), again]));
    assert.deepEqual(outline(events), ['hello', 'process_end']);
    for (const next of [() => decoder.push(again), () => decoder.end()]) {
      assert.throws(
        next,
        (error) => error instanceof EventError && error.code === 'corrupt' && error.offset === stream.length,
      );
    }
  });

  test('a little rubbish at the end of a recording throws too', () => {
    const decoder = new Decoder({ strict: true });
    decoder.push(Buffer.concat([stream, Buffer.alloc(30)]));
    assert.throws(() => decoder.end(), { code: 'corrupt', offset: stream.length });
  });

  test('a stream without a hello', () => {
    assert.throws(() => decode(stream.subarray(encodeEvent(hello, 0).length), true), { code: 'corrupt', offset: 0 });
    assert.deepEqual(decode(stream.subarray(encodeEvent(hello, 0).length)).events, []);
  });

  test('another contract is refused', () => {
    const values = { magic: 'CIPHERWATCH\n', contract_major: 2, contract_minor: 1 };
    const foreign = encodeRecord({ type: RecordType.values.HELLO, seq: 0, timeNs: 0, values });
    assert.throws(() => decode(foreign), { code: 'contract', offset: 0, message: /contract 2\.1/ });
  });
});

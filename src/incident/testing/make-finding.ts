/** Whole findings, one per analytic, for tests of sinks, the store and the card. */
import { EPOCH, fileOf, keyOf } from '../../event/testing/make.ts';
import type { EventSummary } from '../event-summary.ts';
import type { Finding, FindingProcess } from '../finding.ts';
import { metas } from './make-verdict.ts';

export function makeFindingProcess(given: Partial<FindingProcess> = {}): FindingProcess {
  const pid = given.pid ?? 100;
  return {
    key: keyOf(pid),
    pid,
    parentPid: undefined,
    path: '/usr/bin/bash',
    argv: ['bash', 'work.sh'],
    cwd: '/home/alice',
    uid: 1000,
    user: 'alice',
    startedAt: EPOCH - 5_000,
    endedAt: undefined,
    script: undefined,
    deleted: false,
    memfd: false,
    ownership: { state: 'packaged', manager: 'dpkg', name: 'bash' },
    depth: 0,
    participant: false,
    ...given,
  };
}

/** A mass encryption over ssh: sshd, bash, openssl. */
export function makeFinding(given: Partial<Finding> = {}): Finding {
  const meta = metas.find(({ id }) => id === 'AN0603');
  if (meta === undefined) throw new Error('AN0603 is missing');
  const sshd = makeFindingProcess({
    pid: 10,
    path: '/usr/sbin/sshd',
    argv: ['sshd: alice@pts/0'],
    uid: 0,
    user: 'root',
    startedAt: EPOCH - 60_000,
  });
  const bash = makeFindingProcess({ pid: 50, parentPid: 10, depth: 1, participant: true });
  const openssl = makeFindingProcess({
    pid: 100,
    parentPid: 50,
    depth: 2,
    participant: true,
    path: '/usr/bin/openssl',
    argv: ['openssl', 'enc', '-aes-256-cbc', '-in', 'a b.txt', '-out', 'a b.txt.enc'],
    startedAt: EPOCH - 300,
    endedAt: EPOCH - 1,
  });
  return {
    uid: 'AN0603-000001',
    activity: 'create',
    revision: 1,
    analytic: {
      uid: 'AN0603',
      name: meta.name,
      detectionStrategy: meta.detectionStrategy,
      technique: meta.technique,
      tactic: meta.tactic,
    },
    host: { name: 'testhost', bootId: '11111111-2222-3333-4444-555555555555', kernel: '6.1.0' },
    time: EPOCH + 0.25,
    firstSeen: EPOCH - 200.5,
    createdAt: EPOCH + 0.25,
    severity: 'critical',
    confidence: 0.973,
    title: 'openssl encrypted 3 files below /srv/data and removed the originals',
    group: { kind: 'lineage', id: keyOf(50) },
    legs: [
      { leg: 'destroyed_plaintext', state: 'seen', weight: 4.5, reasons: ['3 originals are gone'] },
      { leg: 'note_drop', state: 'absent', weight: -0.2, reasons: [] },
      { leg: 'recovery_inhibited', state: 'unobservable', weight: 0, reasons: ['no service events here'] },
    ],
    blind: ['recovery_inhibited: services cannot be observed here'],
    actor: openssl,
    tree: [sshd, bash, openssl],
    login: {
      auid: 1000,
      session: 3,
      user: 'alice',
      loginUser: 'alice',
      tty: 'pts/0',
      remote: { address: '203.0.113.9', port: 51_000 },
      interactive: true,
    },
    container: undefined,
    affected: {
      total: 3,
      overwritten: 0,
      removed: 3,
      replaced: 0,
      truncated: 0,
      directories: 1,
      bytes: 15_000,
      files: ['a', 'b', 'c'].map((name, index) => ({
        path: `/srv/data/${name}.txt`,
        file: fileOf(2000 + index),
        time: EPOCH - 100 + index,
        process: keyOf(100),
        how: 'removed' as const,
        before: 'text',
        after: 'encrypted',
        formats: { before: 'utf-8', after: 'openssl' },
        size: 5000,
        counterpart: `/srv/data/${name}.txt.enc`,
      })),
      notes: ['/srv/data/README.txt'],
    },
    sessions: [],
    events: { file_session: 6, file_unlink: 3, process_start: 4 },
    ...given,
  };
}

/** An encrypted reverse shell to a documentation address (RFC 5737). */
export function makeChannelFinding(given: Partial<Finding> = {}): Finding {
  const meta = metas.find(({ id }) => id === 'AN0401');
  if (meta === undefined) throw new Error('AN0401 is missing');
  return makeFinding({
    uid: 'AN0401-000001',
    analytic: {
      uid: 'AN0401',
      name: meta.name,
      detectionStrategy: meta.detectionStrategy,
      technique: meta.technique,
      tactic: meta.tactic,
    },
    severity: 'high',
    confidence: 0.61,
    title: 'openssl keeps an encrypted session to 198.51.100.20:443',
    affected: undefined,
    container: { id: 'a'.repeat(64), runtime: 'docker' },
    sessions: [
      {
        process: keyOf(100),
        protocol: 'tcp',
        local: { address: '192.0.2.10', port: 40_000 },
        remote: { address: '198.51.100.20', port: 443 },
        startedAt: EPOCH - 150,
        txBytes: 5_120,
        rxBytes: 640,
        application: 'tls',
        serverName: 'c2.example',
      },
      {
        process: keyOf(999),
        protocol: 'udp',
        local: { address: '2001:db8::1', port: 40_001 },
        remote: { address: '2001:db8::2', port: 8_443 },
        startedAt: EPOCH - 100,
        txBytes: 10,
        rxBytes: 0,
        application: 'unknown',
      },
    ],
    ...given,
  });
}

export function makeSummary(given: Partial<EventSummary> = {}): EventSummary {
  return {
    uid: 'AN0603-000001',
    revision: 1,
    counts: { file_session: 6, file_unlink: 3, process_start: 4 },
    digests: [
      {
        time: EPOCH - 100,
        seq: 7,
        kind: 'file_unlink',
        process: keyOf(100),
        pid: 100,
        subject: '/srv/data/a.txt',
        detail: '',
      },
    ],
    omitted: 0,
    ...given,
  };
}

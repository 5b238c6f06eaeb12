/** A shell that runs openssl and rm for each file, as findings tell it: four files, then more. */
import { EPOCH, keyOf } from '../../../event/testing/make.ts';
import type { Finding, FindingProcess } from '../../../incident/index.ts';
import { makeFinding, makeFindingProcess } from '../../../incident/testing/make-finding.ts';

export function loopFinding(given: Partial<Finding> = {}): Finding {
  const whole = makeFinding();
  const above = [
    makeFindingProcess({ pid: 1, path: '/usr/lib/systemd/systemd', uid: 0, user: 'root' }),
    makeFindingProcess({ pid: 812, path: '/usr/sbin/sshd', uid: 0, user: 'root', depth: 1 }),
    makeFindingProcess({ pid: 901, argv: ['-bash'], depth: 2 }),
  ];
  const shell = makeFindingProcess({ pid: 1000, argv: ['bash', '/tmp/x.sh'], depth: 3, participant: true });
  const tree = [...above, shell, ...[1, 2, 3, 4].flatMap(pair)];
  return {
    ...whole,
    uid: '72a178ab0cc88e64b7abf7190a6dacc8',
    actor: shell,
    tree,
    legs: [
      {
        leg: 'content-transition',
        state: 'seen',
        weight: 3.5,
        reasons: ['4 × text (utf-8) → encrypted_container (openssl) (container)', 'mean strength 1.00'],
      },
      {
        leg: 'destroyed-plaintext',
        state: 'seen',
        weight: 1.1,
        reasons: [
          '4 originals gone: 4 removed after a ciphertext was written, 0 overwritten in place, 0 truncated and rewritten, 0 replaced by a rename',
          '4.0 of them by a tool people use by hand (up to 3 are ordinary)',
        ],
      },
      { leg: 'context', state: 'absent', weight: -0.5, reasons: ['an ordinary login'] },
      { leg: 'canary', state: 'absent', weight: 0, reasons: ['none is planted'] },
      { leg: 'note-drop', state: 'absent', weight: 0, reasons: [] },
      { leg: 'burst-rate', state: 'unobservable', weight: 0, reasons: ['not here'] },
    ],
    blind: ['Burst of file operations: not here'],
    affected: damage(4),
    severity: 'high',
    confidence: 0.93,
    ...given,
  };
}

export function damage(total: number): NonNullable<Finding['affected']> {
  return {
    total,
    overwritten: 0,
    removed: total,
    replaced: 0,
    truncated: 0,
    directories: Math.ceil(total / 4),
    bytes: total * 5000,
    files: [1, 2, 3, 4].slice(0, total).map((n) => ({
      path: `/srv/demo/projects/tool/documents of the year/invoice-${n}.txt`,
      file: `1:${n}`,
      time: EPOCH,
      process: keyOf(1000 + 2 * n),
      how: 'removed',
      before: 'text',
      after: 'encrypted_container',
      formats: { before: 'utf-8', after: 'openssl' },
      size: 5000,
      counterpart: `/srv/demo/projects/tool/documents of the year/invoice-${n}.txt.enc`,
    })),
    notes: [],
  };
}

function pair(n: number): readonly FindingProcess[] {
  const file = `projects/tool/documents of the year/invoice-${n}.txt`;
  const common = { depth: 4, participant: true, startedAt: EPOCH - 100 + n };
  const endedAt = EPOCH - 90 + n;
  const argv = ['openssl', 'enc', '-aes-256-cbc', '-k', 'secret', '-in', file, '-out', `${file}.enc`];
  return [
    makeFindingProcess({ pid: 1000 + 2 * n, path: '/usr/bin/openssl', argv, ...common, endedAt }),
    makeFindingProcess({
      pid: 1001 + 2 * n,
      path: '/usr/bin/rm',
      argv: ['rm', file],
      ...common,
      endedAt: n === 4 ? undefined : endedAt,
    }),
  ];
}

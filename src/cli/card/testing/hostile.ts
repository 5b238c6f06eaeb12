/** A finding of whose texts every one was chosen by somebody who wants to be misread. */
import { keyOf } from '../../../event/testing/make.ts';
import type { Finding } from '../../../incident/index.ts';
import { makeFinding, makeFindingProcess } from '../../../incident/testing/make-finding.ts';

const ESC = '\u001b';
export const EVIL = `a${ESC}[2Jb\r\nc\u202ed`;

export function hostileFinding(): Finding {
  const whole = makeFinding();
  const wide = `/srv/報告/${'請求書'.repeat(12)}.txt`;
  const actor = makeFindingProcess({
    pid: 7,
    path: `/tmp/${EVIL}`,
    argv: [EVIL, '■ CRITICAL > 99 %', '\u200b'],
    user: EVIL,
    cwd: EVIL,
    depth: 0,
    participant: true,
    deleted: true,
    ownership: { state: 'unpackaged' },
  });
  return {
    ...whole,
    title: EVIL,
    host: { ...whole.host, name: EVIL },
    actor,
    tree: [actor],
    login: { ...whole.login, user: EVIL, loginUser: `${EVIL}2`, tty: EVIL },
    legs: whole.legs.map((leg) => ({ ...leg, leg: EVIL, reasons: [EVIL] })),
    blind: [EVIL],
    affected: {
      total: 1,
      overwritten: 0,
      removed: 1,
      replaced: 0,
      truncated: 0,
      directories: 1,
      bytes: 5000,
      files: [
        {
          path: wide,
          file: '1:2',
          time: whole.time,
          process: keyOf(7),
          how: 'removed',
          before: 'text',
          after: EVIL,
          formats: { before: 'utf-8', after: EVIL },
          size: 5000,
          counterpart: `${wide}.${EVIL}`,
        },
      ],
      notes: [`/srv/${EVIL}`],
    },
  };
}

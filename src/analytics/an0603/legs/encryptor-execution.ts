/**
 * An encryption tool at work: told by its arguments (weak, they can be renamed), by the container it writes, and
 * with enough of those by the cipher that it was seen to use. A cipher alone says nothing: every TLS client has one.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import type { Activity } from '../job/activity.ts';

const BY_ARGUMENTS = 0.8;
const BY_CONTAINER = 1.2;
const REPEATED = 0.5;
/** As many keys were set as files became containers, whatever the program is called. */
const BY_OPERATIONS = 0.3;
/** Fewer files than that are a person's handful, whichever cipher was used. */
const HANDFUL = 4;

export const encryptorExecution: Leg<Subject> = {
  meta: {
    id: 'encryptor-execution',
    title: 'Encryptor executed',
    cap: { min: 0, max: 2.5 },
    needs: ['process_start', 'file_session', 'crypto_use'],
  },
  judge({ facts, encryptors, processes, account, activities }: Subject): LegJudgement {
    const containers = facts.filter((fact) => fact.transition.after.class === 'encrypted_container');
    if (encryptors.length === 0 && containers.length === 0) {
      if (processes.length === 0 && account.total > 0) {
        return { state: 'unobservable', weight: 0, reasons: ['none of the processes was seen to start'] };
      }
      return { state: 'absent', weight: 0, reasons: [] };
    }
    let weight = 0;
    const reasons: string[] = [];
    if (containers.length > 0) {
      weight += BY_CONTAINER;
      const formats = [...new Set(containers.map((fact) => fact.transition.after.format))].join(', ');
      reasons.push(`${containers.length} files became containers of an encryption tool (${formats})`);
    }
    if (encryptors.length > 0) {
      weight += BY_ARGUMENTS + (encryptors.length >= 3 ? REPEATED : 0);
      reasons.push(`${encryptors.length} command lines that encrypt, the latest: ${encryptors.at(-1)?.what ?? ''}`);
    }
    if (containers.length >= HANDFUL) {
      const [cipher, operations] = mostUsed(activities);
      if (operations >= containers.length) {
        weight += BY_OPERATIONS;
        reasons.push(`${cipher} was set up ${operations} times in this job`);
      }
    }
    return { state: 'seen', weight, reasons };
  },
};

/** The cipher with most operations over the jobs, and how many. */
function mostUsed(activities: readonly Activity[]): readonly [cipher: string, operations: number] {
  const sums = new Map<string, number>();
  for (const { ciphers } of activities)
    for (const [cipher, n] of ciphers?.operations ?? []) sums.set(cipher, (sums.get(cipher) ?? 0) + n);
  return [...sums].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
}

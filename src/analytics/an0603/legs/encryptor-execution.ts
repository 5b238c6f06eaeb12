/**
 * An encryption tool at work: told by its arguments (weak, they can be renamed) and by the container it writes.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../subject.ts';

const BY_ARGUMENTS = 0.8;
const BY_CONTAINER = 1.2;
const REPEATED = 0.5;

export const encryptorExecution: Leg<Subject> = {
  meta: {
    id: 'encryptor-execution',
    title: 'Encryptor executed',
    cap: { min: 0, max: 2.5 },
    needs: ['process_start', 'file_session'],
  },
  judge({ facts, encryptors, processes, account }: Subject): LegJudgement {
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
    return { state: 'seen', weight, reasons };
  },
};

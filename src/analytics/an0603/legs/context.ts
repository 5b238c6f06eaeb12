/**
 * Where the encryptor comes from and who runs it.
 *
 * @module
 */
import type { Process } from '../../../host/index.ts';
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

/** Directories that anybody may write to. */
const SCRATCH = /^\/(tmp|var\/tmp|dev\/shm|run\/user\/\d+)\//;

export const context: Leg<Subject> = {
  meta: { id: 'context', title: 'Context of the encryptor', cap: { min: 0, max: 2.5 }, needs: ['process_start'] },
  judge({ processes, login }: Subject): LegJudgement {
    const process = processes[0];
    if (process === undefined)
      return { state: 'unobservable', weight: 0, reasons: ['the process is not known to the host'] };
    const signs = signsOf(process);
    if (login?.remote !== undefined) signs.push([0.3, `remote session from ${login.remote.address}`]);
    const weight = signs.reduce((sum, [nats]) => sum + nats, 0);
    const reasons = signs.toSorted((a, b) => b[0] - a[0]).map(([, reason]) => reason);
    if (weight > 0) return { state: 'seen', weight, reasons };
    return { state: 'absent', weight: 0, reasons: [] };
  },
};

function signsOf({ image, ownership, euid, uid }: Process): (readonly [nats: number, reason: string])[] {
  const signs: (readonly [number, string])[] = [];
  if (image.memfd) signs.push([2, 'image lives in memory only (memfd)']);
  else if (image.deleted) signs.push([1.5, `image ${image.path} is deleted`]);
  else if (SCRATCH.test(image.path)) signs.push([1, `image ${image.path} lies where anybody may write`]);
  if (ownership.state === 'unpackaged') signs.push([0.8, `no package owns ${image.path}`]);
  if (image.setuid || (euid === 0 && uid !== 0)) signs.push([0.3, 'gained privilege']);
  else if (euid === 0) signs.push([0.1, 'runs as root']);
  return signs;
}

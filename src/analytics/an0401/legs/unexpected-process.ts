/**
 * Is this a process of which an encrypted session is not to be expected? Judged for the holder of the session, for the
 * shell that it commands, for the parent that speaks through it, and for the program that it talks for; the most unexpected one counts.
 *
 * @module
 */
import { inPackagedPlace, type Process } from '../../../host/index.ts';
import type { Leg, LegJudgement } from '../../score.ts';
import type { Member, Subject } from '../case/subject.ts';
import { isNewHere, NOVELTY } from '../program/novelty.ts';
import type { Program } from '../program/program.ts';
import { inTemporaryPlace } from '../program/temporary-place.ts';
import { serverAbove, weighChild } from '../unit/child-of-server.ts';

/** Programs in byte code: services of companies lie outside of packages as a rule, and open TLS. */
const MANAGED = 1.5;

const INJECTED = 2;

interface Surprise {
  weight: number;
  readonly reasons: string[];
}

export const unexpectedProcess: Leg<Subject> = {
  meta: {
    id: 'unexpected-process',
    title: 'Unexpected process',
    cap: { min: 0, max: 5 },
    needs: ['process_start'],
  },
  judge(subject): LegJudgement {
    let most: Surprise = { weight: 0, reasons: [] };
    for (const member of subject.members) {
      const found = surprise(member, subject);
      if (found.weight > most.weight) most = found;
    }
    if (most.weight > 0) return { state: 'seen', weight: most.weight, reasons: most.reasons };
    const holder = subject.members[0].process;
    return {
      state: 'absent',
      weight: 0,
      reasons: [`${holder.image.path}: ${origin(holder)}, and nobody speaks through it`],
    };
  },
};

function surprise(member: Member, subject: Subject): Surprise {
  const found: Surprise = { weight: 0, reasons: [] };
  const { process } = member;
  if (member.role === 'between') return found;
  if (subject.settings.AllowedCryptoProcesses.includes(process.image.path)) {
    return { weight: 0, reasons: [`${process.image.path} is in AllowedCryptoProcesses`] };
  }
  byKind(member, found);
  byImage(member, found);
  byTalk(member, subject, found);
  if (found.weight > 0) byContext(member, subject, found);
  byInjection(member, found);
  return found;
}

function add(found: Surprise, weight: number, reason: string): void {
  found.weight += weight;
  found.reasons.push(reason);
}

/** Interpreters and shells, by what they run. */
function byKind({ process, program, role }: Member, found: Surprise): void {
  const name = process.image.path;
  if (role === 'shell') add(found, 3, `${name} takes commands from its standard input, which leads to the session`);
  else if (program.kind === 'shell' && role === 'driver')
    add(found, 1.5, `${name} speaks through the session's process`);
  else if (program.kind === 'shell' && role === 'opener')
    add(found, 2.5, `${name}, a shell, opened the session and gave it to another program`);
  else if (program.kind === 'shell') add(found, 2.5, `${name}, a shell, has a network session of its own`);
  else if (program.kind === 'interpreter')
    byCode(process, program, role === 'driver' || role === 'partner' ? 1 : 0, found);
}

/** @param less Taken off where the interpreter only speaks through another program. */
function byCode(process: Process, { family, code, script }: Program, less: number, found: Surprise): void {
  const name = process.image.path;
  if (code?.from === 'inline') add(found, 3.2 - less, `${name} runs code given on its command line`);
  else if (code?.from === 'stdin' && process.stdio[0].type === 'tty')
    add(found, 2, `${name} runs code typed at a terminal`);
  else if (code?.from === 'stdin') add(found, 3.2 - less, `${name} runs code from its standard input`);
  else if (code?.from === 'module') add(found, 1.5, `${name} runs module ${code.name}`);
  else if (code?.from === 'script' && script !== 'packaged') {
    const why = script === 'unpackaged' ? 'which no package owns' : 'which lies where no package puts scripts';
    add(found, isManaged(family) ? MANAGED : 3.2 - less, `${name} runs ${code.path}, ${why}`);
    if (inTemporaryPlace(code.path, process.cwd))
      add(found, 0.5, 'the script lies in a directory that anybody may write to');
  }
}

function isManaged(family: Program['family']): boolean {
  return family === 'java' || family === 'dotnet';
}

/** Where the image came from. */
function byImage({ process, program, role }: Member, found: Surprise): void {
  const { image, ownership } = process;
  if (role === 'driver' && program.kind === 'other') return;
  if (image.memfd) add(found, 3, `${image.path} runs from memory alone (memfd)`);
  else if (image.deleted && !process.fromSnapshot) add(found, 2, `${image.path} was deleted when it ran`);
  if (inTemporaryPlace(image.path)) add(found, 1.2, `${image.path} lies in a directory that anybody may write to`);
  // An interpreter outside of packages (pyenv, nvm) is ordinary; what it runs has been weighed already.
  const ordinary = program.kind !== 'other' && program.by === 'file name';
  const managed = isManaged(program.family) && found.weight > 0;
  if (ownership.state === 'unpackaged' && (managed || !(ordinary && found.weight > 0))) {
    const little = managed || (found.weight >= 2.5 && program.kind !== 'other');
    add(found, little ? 0.5 : 2, `no package owns ${image.path}`);
  } else if (ownership.state === 'unknown' && program.kind === 'other' && !inPackagedPlace(image.path, '/')) {
    add(found, 1.2, `whether a package owns ${image.path} could not be asked: ${ownership.why}`);
  }
}

/** Code that no package owns in a packaged program: no more than a program of no package. */
function byInjection({ process, program, crypto, role }: Member, found: Surprise): void {
  const { image, ownership, foreignLibrary } = process;
  if (role === 'driver' || program.kind !== 'other' || crypto?.language !== undefined) return;
  if (ownership.state !== 'packaged' || foreignLibrary?.ownership.state !== 'unpackaged') return;
  if (found.weight >= INJECTED) return;
  add(found, INJECTED - found.weight, `${image.path} has mapped ${foreignLibrary.path}, which no package owns`);
}

/** A plug-in of a packaged program talks to it alike; fewer of them run other programs. */
function byTalk({ process, program, role }: Member, { members, host }: Subject, found: Surprise): void {
  if (role !== 'partner' || program.kind !== 'other' || found.weight === 0) return;
  const runs = host.children(process.key).some(({ image }) => image.file !== process.image.file);
  if (runs) add(found, 0.5, `it talks through ${members[0].process.image.path}, and runs other programs`);
}

/** Who started it, as whom, and whether it is new here; counts only beside something above. */
function byContext(member: Member, subject: Subject, found: Surprise): void {
  const { process } = member;
  const fresh = subject.images(process.image.file).firstSeen;
  if (fresh !== undefined && process.ownership.state !== 'packaged' && isNewHere(fresh, subject.now))
    add(found, NOVELTY, `${process.image.path} ran here for the first time ${minutes(subject.now - fresh.at)} min ago`);
  if (process.auid !== undefined) {
    if (atTerminal(process)) add(found, -0.5, 'somebody who has logged in started it at a terminal');
    return;
  }
  const server = serverAbove(process, subject.host, subject);
  if (server !== undefined) add(found, weighChild(member), `started by ${server.image.path}, which serves the network`);
  const system = (process.uid > 0 && process.uid < 1000) || process.uid === 65_534;
  if (system && !isSetUp(member)) add(found, 0.7, `runs as ${subject.host.userName(process.uid)}, a service account`);
}

function minutes(span: number): string {
  return Math.max(0, span / 60_000).toFixed(0);
}

/** A pseudo-terminal that a channel makes for its shell has no login. */
function atTerminal({ tty, stdio }: Process): boolean {
  return tty !== undefined && stdio[0].type === 'tty';
}

/** A program or script in a lasting place: what administrators let run for good under an account of its own. */
function isSetUp({ process, program: { kind, code } }: Member): boolean {
  const { image, cwd } = process;
  if (image.memfd || image.deleted || inTemporaryPlace(image.path)) return false;
  if (kind === 'other' || code?.from === 'module') return true;
  return kind === 'interpreter' && code?.from === 'script' && !inTemporaryPlace(code.path, cwd);
}

function origin(process: Process): string {
  if (process.ownership.state === 'packaged') return `from package ${process.ownership.name}`;
  return process.ownership.state === 'unpackaged' ? 'from no package' : `origin unknown (${process.ownership.why})`;
}

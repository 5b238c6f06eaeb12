/** Findings with every text that comes from a host replaced by whatever a hostile host may hold. */
import fc from 'fast-check';
import type { Finding } from '../../incident/index.ts';
import { makeChannelFinding, makeFinding, makeFindingProcess } from '../../incident/testing/make-finding.ts';
import { hostText } from './host-text.ts';

const process = fc
  .record({
    path: hostText,
    argv: fc.array(hostText, { maxLength: 4 }),
    cwd: hostText,
    user: hostText,
    script: hostText,
  })
  .map((given) => makeFindingProcess({ ...given, pid: 100, participant: true }));

export const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    channel: fc.boolean(),
    activity: fc.constantFrom('create' as const, 'update' as const),
    revision: fc.integer({ min: 1, max: 1_000 }),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    severity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'critical' as const),
    title: hostText,
    hostname: hostText,
    path: hostText,
    address: fc.oneof(fc.ipV4(), fc.ipV6(), hostText),
    port: fc.integer({ min: 0, max: 65_535 }),
    userName: hostText,
    actor: process,
    files: fc.integer({ min: 0, max: 200 }),
    container: fc.boolean(),
  })
  .map((given) => {
    const base = given.channel ? makeChannelFinding() : makeFinding();
    const remote = { address: given.address, port: given.port };
    return {
      ...base,
      activity: given.activity,
      revision: given.revision,
      confidence: given.confidence,
      severity: given.severity,
      title: given.title,
      host: { ...base.host, name: given.hostname },
      actor: given.actor,
      tree: [given.actor],
      login: { ...base.login, loginUser: given.userName, remote },
      container: given.container ? { id: given.path || 'c', runtime: 'unknown' as const } : undefined,
      sessions: base.sessions.map((session) => ({ ...session, remote, serverName: given.hostname })),
      affected: base.affected && {
        ...base.affected,
        notes: [given.path],
        files: Array.from({ length: given.files }, (_, index) => ({
          path: `/srv/${given.path}/${index}`,
          file: `800001:${index}`,
          time: base.time + index / 3,
          process: base.actor.key,
          how: 'overwritten' as const,
          before: 'text',
          after: 'random',
          formats: { before: given.path, after: 'random' },
          size: index,
        })),
      },
    };
  });

/** Root, with the capabilities that loading eBPF programs needs. */
import { type Check, EVERYTHING, missing, ok } from './check.ts';
import { fileText } from './file-text.ts';

const NEEDED: readonly (readonly [string, number])[] = [
  ['CAP_BPF', 39],
  ['CAP_PERFMON', 38],
];
const CAP_SYS_ADMIN = 21;

/** Names of the needed capabilities that a hex mask of effective ones lacks; CAP_SYS_ADMIN stands for all. */
export function lackingCapabilities(mask: string): readonly string[] {
  const held = BigInt(`0x${mask === '' ? '0' : mask}`);
  const has = (bit: number) => ((held >> BigInt(bit)) & 1n) === 1n;
  return has(CAP_SYS_ADMIN) ? [] : NEEDED.filter(([, bit]) => !has(bit)).map(([name]) => name);
}

export const privileges: Check = {
  id: 'privileges',
  title: 'root and capabilities',
  essential: true,
  look: () => {
    const uid = process.getuid?.();
    if (uid !== 0) return missing(`uid is ${uid}, not 0`, EVERYTHING, 'run as root, as with sudo');
    const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(fileText('/proc/self/status') ?? '')?.[1] ?? '';
    const lacking = lackingCapabilities(mask);
    if (lacking.length === 0) return ok(`root, effective capabilities ${mask}`);
    return missing(
      `root without ${lacking.join(', ')}`,
      EVERYTHING,
      `grant ${lacking.join(', ')} to the container or unit`,
    );
  },
};

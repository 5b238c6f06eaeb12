/** ATT&CK objects of a finding: a sub-technique is told with the technique above it. */
import type { Finding } from '../../incident/index.ts';
import { ATTACK_VERSION } from './vocabulary.ts';

/** Names of the techniques above our sub-techniques. */
const PARENTS: Readonly<Record<string, string>> = { T1573: 'Encrypted Channel' };

export function attack({ technique, tactic }: Finding['analytic']): object {
  const [parent = '', child] = technique.uid.split('.');
  return {
    version: ATTACK_VERSION,
    tactic: { uid: tactic.uid, name: tactic.name, src_url: `https://attack.mitre.org/tactics/${tactic.uid}/` },
    technique: {
      uid: parent,
      ...(child === undefined ? { name: technique.name } : nameOf(parent)),
      src_url: `https://attack.mitre.org/techniques/${parent}/`,
    },
    ...(child === undefined
      ? {}
      : {
          sub_technique: {
            uid: technique.uid,
            name: shortName(parent, technique.name),
            src_url: `https://attack.mitre.org/techniques/${parent}/${child}/`,
          },
        }),
  };
}

function nameOf(parent: string): { readonly name?: string } {
  const name = PARENTS[parent];
  return name === undefined ? {} : { name };
}

/** ATT&CK writes a sub-technique's name with or without its parent's in front. */
function shortName(parent: string, name: string): string {
  const prefix = `${PARENTS[parent]}: `;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

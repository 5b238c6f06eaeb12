/** What `validate --list` shows. */
import type { Emulation } from '../../../emulations/emulation.ts';
import { missing } from '../../coverage/index.ts';
import { wrap } from '../card/text-width.ts';
import { counted } from '../card/words.ts';

/** Narrower than this a text is not wrapped into. */
const LEAST = 30;

/** @param width columns there are */
export function listing(all: readonly Emulation[], width: number): string {
  const column = Math.max(...all.map(({ id }) => id.length)) + 3;
  const room = Math.max(LEAST, width - column);
  const lines = all.flatMap((emulation) => {
    const { id, row, about, needs, short } = emulation;
    const lacking = missing(needs).map((need) => `${need.command} (apt-get install ${need.package})`);
    const told = [
      ...wrap(about, room),
      ...wrap(`stands for: ${row}`, room),
      ...(lacking.length === 0 ? [] : wrap(`MISSING here: ${lacking.join(', ')}`, room)),
    ];
    return told.map((text, i) => `${(i === 0 ? `${short ? '*' : ' '} ${id}` : '').padEnd(column)}${text}`);
  });
  const shorts = all.filter(({ short }) => short).length;
  return `${[...lines, '', `${counted(all.length, 'emulation')}; * marks the short form (${shorts}), which runs by default`].join('\n')}\n`;
}

/** The far end's part in a conversation, over all the connections of one implant, and whether it went as it should. */
import type { Talk } from './plan.ts';

/** Harmless commands, and what an answer to each has in it. */
export const COMMANDS: readonly (readonly [command: string, answered: RegExp])[] = [
  ['id', /uid=0\(root\)/],
  ['uname -a', /Linux/],
  ['ls -la /etc', /root +root[\s\S]*root +root/],
  ['ps aux', /\d+ [\s\S]*\d+ /],
  ['echo done-$((40+2))', /done-42/],
];

/** ms between commands: an operator who has them ready. */
const PAUSE = 500;

/** One connection, as a conversation sees it. */
export interface Line {
  say(text: string): void;
  close(): void;
}

export interface Conversation {
  /** A connection was made (for datagrams: the first has come). */
  open(line: Line): void;
  hear(line: Line, message: Buffer): void;
  failures(): readonly string[];
}

export function conversationOf(talk: Talk): Conversation {
  switch (talk.kind) {
    case 'shell':
      return shell();
    case 'commands':
      return commands();
    case 'beacons':
      return beacons(talk.count, talk.hangsUp ?? false);
    case 'polls':
      return polls(talk.count);
    case 'upload':
      return upload(talk.bytes);
  }
}

const later = (work: () => void, ms = PAUSE) => void setTimeout(work, ms);

function shell(): Conversation {
  let heard = '';
  let began = false;
  return {
    open(line) {
      if (began) return;
      began = true;
      COMMANDS.forEach(([command], i) => void later(() => line.say(`${command}\n`), PAUSE * (i + 1)));
      later(() => line.say('exit\n'), PAUSE * (COMMANDS.length + 1));
      later(() => line.close(), PAUSE * (COMMANDS.length + 2));
    },
    hear(_line, message) {
      heard += message.toString('latin1');
    },
    failures: () =>
      COMMANDS.filter(([, answered]) => !answered.test(heard)).map(([command]) => `no answer to ${command}`),
  };
}

function commands(): Conversation {
  let next = 0;
  const failures: string[] = [];
  return {
    open() {
      // the implant speaks first
    },
    hear(line, message) {
      const before = COMMANDS[next - 1];
      const text = message.toString('latin1');
      if (before !== undefined && !before[1].test(text))
        failures.push(`${before[0]} was answered with ${text.slice(0, 60)}`);
      const [command] = COMMANDS[next] ?? ['exit'];
      next += 1;
      later(() => line.say(command));
    },
    failures: () =>
      next === COMMANDS.length + 1 ? failures : [...failures, `${next} of ${COMMANDS.length + 1} messages came`],
  };
}

function polls(count: number): Conversation {
  let brought = 0;
  return {
    open() {
      // the implant speaks first
    },
    hear(_line, message) {
      if (/uid=0\(root\)[\s\S]*Linux/.test(message.toString('latin1'))) brought += 1;
    },
    failures: () => (brought === count ? [] : [`${brought} of ${count} outputs were brought`]),
  };
}

/** Each says `beacon NUMBER` and some words; the answer is that there is nothing to do. */
function beacons(count: number, hangsUp: boolean): Conversation {
  const seen = new Set<number>();
  return {
    open() {
      // the implant speaks first
    },
    hear(line, message) {
      const number = /^beacon (\d+)\b/.exec(message.toString('latin1'))?.[1];
      if (number !== undefined) seen.add(Number(number));
      line.say('nothing to do');
      if (hangsUp) line.close();
    },
    failures: () => (seen.size === count ? [] : [`${seen.size} of ${count} beacons were read`]),
  };
}

/** Pieces of `abc…z` over and over; answered when all of it is there. */
function upload(bytes: number): Conversation {
  let got = 0;
  let wrong = 0;
  return {
    open() {
      // the implant speaks first
    },
    hear(line, message) {
      for (const byte of message) {
        if (byte !== 97 + (got % 26)) wrong += 1;
        got += 1;
      }
      if (got >= bytes) line.say('stored');
    },
    failures: () => [
      ...(got === bytes ? [] : [`${got} of ${bytes} bytes came`]),
      ...(wrong === 0 ? [] : [`${wrong} of them are not what was sent`]),
    ],
  };
}

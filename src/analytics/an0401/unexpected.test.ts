/** What makes a process unexpected, one fact at a time: the same session, and how much more or less it weighs. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EPOCH,
  fileOf,
  makeDirectory,
  makeLibraryMap,
  makeProcessFork,
  makeProcessStart,
  placeOf,
} from '../../event/testing/make.ts';
import { aes } from './testing/ciphertext.ts';
import { helloBytes } from './testing/client-hello.ts';
import { Scene, type Started, terminal } from './testing/scene.ts';

const HOUR = 3_600_000;
type Program = Omit<Started, 'pid'>;

const agent: Program = { path: '/opt/x/agent', argv: ['agent'] };
const script: Program = { path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/poll.py'] };
const inline: Program = { path: '/usr/bin/python3.11', argv: ['python3', '-c', 'import ssl; x = (1)'] };

const LOADER = '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
const JAVA = '/usr/lib/jvm/java-17-openjdk-amd64/bin/java';

/** A packaged program, by the words of its command line. */
function run(path: string, words: string, more: Partial<Program> = {}): Program {
  return { path, argv: [path, ...words.split(' ')], ...more };
}

interface Case {
  readonly program: Program;
  readonly before?: (scene: Scene) => void;
  /** ms after the stream began */
  readonly at?: number;
}

/** @returns what the leg says of a session of the program, whatever becomes of it */
function judged({ program, before, at = 0 }: Case): { weight: number; reasons: string } {
  const scene = new Scene();
  before?.(scene);
  scene.start({ pid: 300, parentPid: 50, ...program, at });
  scene.tls(300, at + 20, helloBytes('curlAddress'));
  const leg = scene.probe.last.find((each) => each.leg === 'unexpected-process');
  assert.ok(leg !== undefined);
  return { weight: leg.weight, reasons: leg.reasons.join('; ') };
}

/** @returns what the leg says once the program has mapped /srv/x/`name` */
function judgedWith(name: string, program: Program): number {
  const scene = new Scene();
  scene.play(makeDirectory({ place: placeOf(70), path: '/srv/x' }));
  scene.start({ pid: 300, parentPid: 50, ...program });
  scene.play(makeLibraryMap({ time: EPOCH + 5, pid: 300, name, place: placeOf(70) }));
  scene.tls(300, 20, helloBytes('curlAddress'));
  return scene.probe.last.find((each) => each.leg === 'unexpected-process')?.weight ?? -1;
}

const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;
const serves = (scene: Scene) => {
  scene.start({ pid: 60, parentPid: 50, path: '/usr/sbin/nginx', argv: ['nginx'], uid: 33 });
  scene.net({ pid: 60, at: 1, port: 40_000, more: { direction: 'in' } });
};

/** A server that lets people in: one process hears the first bytes, one forked from it goes on with the session. */
const letsIn = (scene: Scene) => {
  const sshd = { path: '/usr/sbin/sshd', argv: ['sshd: ada@pts/0'] };
  const banner = new TextEncoder().encode('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
  const session = { socket: 'socket:60', port: 40_000, txBytes: 4000, rxBytes: 3000 };
  scene.start({ pid: 59, parentPid: 50, ...sshd });
  scene.net({ pid: 59, at: 1, tx: banner, rx: banner, ...session, more: { direction: 'in' } });
  scene.play(makeProcessFork({ time: EPOCH + 2, pid: 60, parentPid: 59 }));
  scene.net({ pid: 60, at: 3, tx: aes(64), ...session, more: { direction: 'unknown', inherited: true } });
};

describe('a process is unexpected', () => {
  const rows: readonly [string, Case, number, RegExp][] = [
    ['of no package', { program: agent }, 2, /no package owns/],
    ['in a scratch directory', { program: { ...agent, path: '/dev/shm/agent' } }, 3.2, /anybody may write to/],
    ['from memory', { program: { ...agent, path: '/memfd:x', memfd: true } }, 5, /memfd/],
    ['deleted while it runs', { program: { ...agent, deleted: true } }, 4, /was deleted/],
    ['a shell with a session', { program: { path: '/usr/bin/bash', argv: ['bash', '-c', 'x'] } }, 2.5, /a shell/],
    ['an interpreter with code on its command line', { program: inline }, 3.2, /on its command line/],
    ['an interpreter with a script of no package', { program: script }, 3.2, /poll.py, which no package owns/],
    [
      'an interpreter with a script in a scratch directory',
      { program: { ...script, argv: ['python3', '/tmp/x.py'] } },
      3.7,
      /anybody may write to/,
    ],
    [
      'started by what serves the network, as a service account',
      { program: { ...inline, parentPid: 60, uid: 33 }, before: serves },
      5,
      /which serves the network; runs as \S+, a service account/,
    ],
    [
      'a shell that a server started',
      { program: { path: '/usr/bin/dash', argv: ['sh', '/srv/www/x.sh'], parentPid: 60 }, before: serves },
      4,
      /which serves the network/,
    ],
    [
      'started by a server, with its code on standard input',
      { program: { ...script, argv: ['python3'], parentPid: 60 }, before: serves },
      4.7,
      /which serves the network/,
    ],
    [
      'started by a server, with a script in a scratch directory',
      { program: { ...script, argv: ['python3', 'x.py'], cwd: '/var/tmp', parentPid: 60 }, before: serves },
      5,
      /which serves the network/,
    ],
    [
      'a lasting script that a server runs: CGI is for that',
      { program: { ...script, parentPid: 60, uid: 33 }, before: serves },
      3.7,
      /which serves the network/,
    ],
    [
      'as a service account that runs code on a command line',
      { program: { ...inline, uid: 33 } },
      3.9,
      /service account/,
    ],
    ['run by the loader, of no package', { program: run(LOADER, '/srv/x/prog') }, 2, /no package owns \/srv\/x\/prog/],
    [
      'run by the loader, from a scratch directory',
      { program: run(LOADER, '--inhibit-cache --argv0 sshd ./prog', { cwd: '/dev/shm' }) },
      3.2,
      /no package owns \/dev\/shm\/prog/,
    ],
    [
      'an interpreter that the loader runs',
      { program: run(LOADER, '/usr/bin/python3 -c x') },
      3.2,
      /on its command line/,
    ],
    [
      'run by a loader of no package',
      { program: run('/opt/x/ld.so', '/usr/bin/true') },
      2,
      /no package owns \/opt\/x\/ld.so/,
    ],
    [
      'an interpreter with a script that somebody laid among those of packages',
      { program: run('/usr/bin/python3.11', '/usr/share/stray.py') },
      3.2,
      /stray.py, which no package owns/,
    ],
    [
      'an interpreter line that somebody laid among those of packages',
      { program: run('/usr/bin/perl', '/usr/bin/stray', { script: '/usr/bin/stray' }) },
      3.2,
      /stray, which no package owns/,
    ],
    [
      'a JVM with an archive of no package',
      { program: run(JAVA, '-jar /opt/x/agent.jar') },
      1.5,
      /agent.jar, which no/,
    ],
    ['a JVM with a source file', { program: run(JAVA, 'X.java', { cwd: '/srv' }) }, 1.5, /runs X.java, which no/],
    [
      'a JVM with a class path of no package',
      { program: run(JAVA, '-cp /srv/classes Main') },
      1.5,
      /classes, which no/,
    ],
    [
      'a JVM of no package',
      { program: run('/opt/jdk/bin/java', '-jar /opt/x/a.jar') },
      2,
      /no package owns \/opt\/jdk/,
    ],
    [
      'a JVM with an archive in a scratch directory',
      { program: run(JAVA, '-jar /tmp/agent.jar') },
      2,
      /anybody may write to/,
    ],
    ['dotnet with an assembly of no package', { program: run('/usr/bin/dotnet', '/opt/x/a.dll') }, 1.5, /a.dll, which/],
    ['awk with a program on its command line', { program: run('/usr/bin/gawk', 'BEGIN{}') }, 3.2, /on its command/],
    ['awk with a program of no package', { program: run('/usr/bin/mawk', '-f /srv/x.awk') }, 3.2, /x.awk, which no/],
    ['another language', { program: run('/usr/lib/R/bin/exec/R', '--no-echo --file=/srv/x.R') }, 3.2, /x.R, which no/],
    ['new here after an hour', { program: agent, at: 2 * HOUR }, 2.5, /for the first time 0 min ago/],
  ];
  for (const [name, given, weight, reason] of rows)
    it(name, () => {
      const found = judged(given);
      assert.ok(near(found.weight, weight), JSON.stringify(found));
      assert.match(found.reasons, reason);
    });
});

describe('a process is no more unexpected', () => {
  const rows: readonly [string, Case, number][] = [
    ['packaged', { program: { ...agent, path: '/usr/bin/curl' } }, 0],
    ['packaged, as a service account', { program: { ...agent, path: '/usr/sbin/unbound', uid: 110 } }, 0],
    [
      'an interpreter with a packaged script',
      { program: { ...script, argv: ['python3', '/usr/bin/apt-listchanges'] } },
      0,
    ],
    ['a packaged program that the loader runs', { program: run(LOADER, '/bin/true') }, 0],
    ['a packaged program that the loader runs with others', { program: run(LOADER, '--preload x.so /bin/true') }, 0],
    ['the loader alone', { program: run(LOADER, '--version') }, 0],
    ['an interpreter with a script in /usr/share', { program: run('/usr/bin/perl', '/usr/share/app/x.pl') }, 0],
    [
      'an interpreter of a container with a script where packages put theirs',
      {
        program: run('/usr/bin/python3.11', '/usr/share/stray.py', {
          cgroup: { id: '9', path: `/system.slice/docker-${'ab'.repeat(32)}.scope` },
        }),
      },
      0,
    ],
    ['a JVM with a packaged archive', { program: run(JAVA, '-jar /usr/share/java/jenkins.war') }, 0],
    ['a JVM that runs nothing', { program: run(JAVA, '-version') }, 0],
    ["a tool of dotnet's own", { program: run('/usr/bin/dotnet', 'restore') }, 0],
    ['awk with a packaged program', { program: run('/usr/bin/gawk', '-f /usr/share/awk/join.awk') }, 0],
    ['of no package, as a service account, from a lasting place', { program: { ...agent, uid: 997 } }, 2],
    ['a script in a lasting place, as a service account', { program: { ...script, uid: 997 } }, 3.2],
    ['new while everything is', { program: agent, at: HOUR / 2 }, 2],
    ['known since before', { program: agent, before: (scene) => scene.start({ pid: 70, ...agent }), at: 3 * HOUR }, 2],
    ['started by who came in by ssh', { program: { ...script, parentPid: 60 }, before: letsIn }, 3.2],
    ['packaged and new', { program: { ...agent, path: '/usr/bin/curl' }, at: 2 * HOUR }, 0],
    [
      'started at a terminal by a login',
      { program: { ...script, auid: 1000, session: 3, tty: 'pts/0', stdio: terminal } },
      2.7,
    ],
    ['of a login without a terminal', { program: { ...script, auid: 1000, session: 3 } }, 3.2],
    ['at a terminal that no login has', { program: { ...script, tty: 'pts/0', stdio: terminal } }, 3.2],
  ];
  for (const [name, given, weight] of rows)
    it(name, () => {
      const found = judged(given);
      assert.ok(near(found.weight, weight), JSON.stringify(found));
    });
});

describe('a library of no package', () => {
  const sleep: Program = { path: '/usr/bin/sleep', argv: ['sleep', '1000'] };
  const rows: readonly [string, string, Program, number][] = [
    ['makes a packaged program unexpected', 'x.so', sleep, 2],
    ['makes it so as a service account, and no more', 'x.so', { ...sleep, uid: 33 }, 2],
    ['adds nothing to a program of no package', 'x.so', agent, 2],
    ['adds nothing to a script', 'x.so', script, 3.2],
    ['adds nothing to a packaged script', '_x.abi3.so', { ...script, argv: ['python3', '/usr/bin/x'] }, 0],
    ['adds nothing to a packaged program with an interpreter inside', '_x.cpython-311.so', sleep, 0],
  ];
  for (const [name, library, program, weight] of rows)
    it(name, () => assert.ok(near(judgedWith(library, program), weight), String(judgedWith(library, program))));
});

it('is not called new once images had to be forgotten', () => {
  const forget = (scene: Scene) => {
    for (let i = 0; i < 17_000; i++)
      scene.play(makeProcessStart({ time: EPOCH + i, pid: 9, image: { file: fileOf(2_000_000 + i) } }));
  };
  assert.ok(near(judged({ program: agent, before: forget, at: 2 * HOUR }).weight, 2));
});

it('counts a new image and a new destination once', () => {
  const weights = (known: boolean) => {
    const scene = new Scene();
    if (known) scene.start({ pid: 70, ...agent });
    scene.start({ pid: 300, parentPid: 50, ...agent, at: 2 * HOUR });
    scene.tls(300, 2 * HOUR + 20, helloBytes('curlAddress'));
    return ['unexpected-process', 'rare-destination'].map(
      (id) => scene.probe.last.find((each) => each.leg === id)?.weight,
    );
  };
  assert.deepEqual(weights(true), [2, 0.5]);
  assert.deepEqual(weights(false), [2.5, 0]);
});

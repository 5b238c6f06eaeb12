import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Code, codeOf, familyOf } from './index.ts';

const inline: Code = { from: 'inline' };
const stdin: Code = { from: 'stdin' };
const script = (path: string): Code => ({ from: 'script', path });

/** Image, arguments, and what the code is. */
const ROWS: readonly (readonly [image: string, args: string, code: Code | undefined])[] = [
  ['/usr/bin/bash', '-lc x', inline],
  ['/usr/bin/python3.11', '-W ignore /srv/x.py', script('/srv/x.py')],
  ['/usr/bin/python3.11', '-um http.server', { from: 'module', name: 'http.server' }],
  ['/usr/bin/php8.2', '-f /srv/x.php', script('/srv/x.php')],
  ['/usr/lib/jvm/java-17/bin/java', '-Xmx1g -jar /srv/x.jar --port 1', script('/srv/x.jar')],
  ['/usr/lib/jvm/java-17/bin/java', '--source 17 X.java', script('X.java')],
  ['/usr/lib/jvm/java-17/bin/java', '-cp /usr/share/java/a.jar:/srv/classes Main', script('/srv/classes')],
  ['/usr/lib/jvm/java-17/bin/java', '-cp /usr/share/app/lib/* Main', script('/usr/share/app/lib')],
  ['/usr/lib/jvm/java-17/bin/java', 'Main', script('.')],
  ['/usr/lib/jvm/java-17/bin/java', '-p /srv/mods -m app/app.Main', script('/srv/mods')],
  ['/usr/lib/jvm/java-17/bin/java', '@/srv/args', script('/srv/args')],
  ['/usr/lib/jvm/java-17/bin/java', '-version', undefined],
  [
    '/usr/lib/jvm/java-17/bin/java',
    '-classpath /usr/share/java/groovy.jar org.codehaus.groovy.tools.GroovyStarter --main groovy.ui.GroovyMain /srv/x.groovy',
    script('/srv/x.groovy'),
  ],
  ['/usr/lib/jvm/java-17/bin/java', '-cp /usr/share/java/jruby.jar org.jruby.Main -e x', inline],
  ['/usr/bin/dotnet', '/srv/x.dll --flag', script('/srv/x.dll')],
  ['/usr/bin/dotnet', 'exec --depsfile a.json /srv/x.dll', script('/srv/x.dll')],
  ['/usr/bin/dotnet', 'fsi /srv/x.fsx', script('/srv/x.fsx')],
  ['/usr/bin/dotnet', 'restore', undefined],
  ['/usr/bin/mono-sgen', '/srv/x.exe', script('/srv/x.exe')],
  ['/usr/bin/gawk', '-F : -v a=1 BEGIN{}', inline],
  ['/usr/bin/gawk-5.1.0', '--file=/srv/x.awk', script('/srv/x.awk')],
  ['/usr/bin/mawk', '-f/srv/x.awk data', script('/srv/x.awk')],
  ['/usr/bin/gawk', '-f /usr/share/awk/join.awk -f /srv/x.awk', script('/srv/x.awk')],
  ['/usr/bin/gawk', '--version', undefined],
  ['/usr/bin/guile-3.0', '-c x', inline],
  ['/usr/bin/guile', '-e main -s /srv/x.scm', script('/srv/x.scm')],
  ['/usr/lib/R/bin/exec/R', '--no-echo --no-restore --file=/srv/x.R --args -e', script('/srv/x.R')],
  ['/usr/lib/R/bin/exec/R', '--no-echo -e x', inline],
  ['/usr/bin/octave-cli-6.4.0', '--quiet /srv/x.m', script('/srv/x.m')],
  ['/usr/bin/octave-cli', '--eval x', inline],
  ['/usr/bin/tclsh8.6', '/srv/x.tcl', script('/srv/x.tcl')],
  ['/usr/bin/expect', '-f /srv/x.exp', script('/srv/x.exp')],
  ['/usr/bin/luajit-2.1.0-beta3', '-e x', inline],
  ['/usr/bin/ocaml', '-I lib /srv/x.ml', script('/srv/x.ml')],
  ['/usr/bin/julia', '--project=. -L /usr/share/a.jl /srv/x.jl', script('/usr/share/a.jl')],
  ['/usr/bin/julia', '-E x', inline],
  ['/usr/bin/deno', 'run --allow-all /srv/x.ts', script('/srv/x.ts')],
  ['/usr/bin/deno', 'eval x', inline],
  ['/usr/bin/deno', 'upgrade', undefined],
  ['/usr/bin/bun', '/srv/x.ts', script('/srv/x.ts')],
  ['/usr/bin/bun', 'install', undefined],
  ['/usr/lib/erlang/erts-13/bin/beam.smp', '-- -root /usr/lib/erlang -- -noshell -eval x', inline],
  ['/usr/lib/erlang/erts-13/bin/beam.smp', '-- -noshell -run escript start -extra /srv/x', script('/srv/x')],
  ['/usr/lib/erlang/erts-13/bin/beam.smp', '-- -noshell -s elixir start_cli -extra /srv/x.exs', script('/srv/x.exs')],
  ['/usr/lib/erlang/erts-13/bin/beam.smp', '-- -noshell -pa /srv/ebin -s evil', script('/srv/ebin')],
  ['/usr/lib/erlang/erts-13/bin/beam.smp', '-- -noshell -s rabbit boot', undefined],
  ['/usr/bin/escript', '/srv/x.escript', script('/srv/x.escript')],
  ['/usr/bin/sbcl', '--script /srv/x.lisp', script('/srv/x.lisp')],
  ['/usr/bin/sbcl', '--noinform --eval x', inline],
  ['/usr/lib/ghc/bin/ghc-9.0.2', '-package base -e main', inline],
  ['/usr/bin/runghc', '/srv/x.hs', script('/srv/x.hs')],
  ['/opt/microsoft/powershell/7/pwsh', '-NoProfile -ExecutionPolicy Bypass -File /srv/x.ps1', script('/srv/x.ps1')],
  ['/opt/microsoft/powershell/7/pwsh', '-enc AAAA', inline],
  ['/usr/bin/pwsh', '', stdin],
  ['/usr/bin/racket', '-e x', inline],
];

describe('the code of an interpreter', () => {
  for (const [image, args, code] of ROWS) {
    it(`${image} ${args}`, () => {
      const family = familyOf(image);
      assert.ok(family !== undefined, `${image} is taken for no interpreter`);
      const argv = [image, ...args.split(' ').filter((argument) => argument !== '')];
      assert.deepEqual(codeOf(family, argv, undefined), code);
    });
  }

  it('is what a program of its own byte code is given', () => {
    const argv = ['/usr/bin/ocamlrun', '/usr/bin/ocaml', '/srv/x.ml'];
    assert.deepEqual(codeOf('ocaml', argv, '/usr/bin/ocaml'), script('/srv/x.ml'));
  });

  for (const name of ['javac', 'awkward', 'R2', 'sbcl.core', 'ghci-helper', 'junit', 'rustc', 'pwshd'])
    it(`stays quiet about ${name}`, () => assert.equal(familyOf(`/usr/bin/${name}`), undefined));
});

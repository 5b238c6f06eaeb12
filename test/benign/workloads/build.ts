/** Sources built, laid out, made smaller and translated; programs stripped. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

const UNITS = 16;

async function project(room: Room): Promise<void> {
  const names = Array.from({ length: UNITS }, (_, i) => `part${i}`);
  for (const name of names) {
    const table = Array.from({ length: 40 }, (_, i) => `  { ${i}, "${name} ${i}" },`).join('\n');
    room.write({
      [`project/${name}.c`]: `struct row { int n; const char *text; };\nstatic const struct row rows[] = {\n${table}\n};\nint ${name}(int x) {   return x   + rows[x % 40].n; }\n`,
    });
  }
  const declared = names.map((name) => `int ${name}(int);`).join('\n');
  const calls = names.map((name) => `${name}(1)`).join(' + ');
  room.write({
    'project/main.c': `${declared}\nint main(void) { return (${calls}) == 0; }\n`,
    'project/Makefile': `CFLAGS = -g -O1\nprogram: ${[...names, 'main'].map((name) => `${name}.o`).join(' ')}\n\t$(CC) -o $@ $^\nclean:\n\trm -f *.o program\n`,
  });
}

export const build: readonly Workload[] = [
  {
    id: 'build/make',
    about: 'make -j2 builds a project, cleans it and builds it again',
    row: 'make -j',
    needs: needs('make', 'gcc'),
    short: true,
    prepare: project,
    run: async (room) => {
      await room.work('cd project; make -s -j2; make -s clean; make -s -j2');
      assert.equal(room.find('project/*.o').length, UNITS + 1);
    },
  },
  {
    id: 'build/strip',
    about: 'strip rewrites programs and libraries, then removes their debug sections into files beside them',
    row: 'make -j',
    needs: needs('gcc', 'strip:binutils', 'make'),
    short: false,
    prepare: async (room) => {
      await project(room);
      await room.aside(
        'cd project; make -s -j2; for i in $(seq 30); do cp program program$i; cp part$((i % 16)).o object$i.o; done',
      );
    },
    run: async (room) => {
      await room.work(
        'cd project; for f in program?*; do objcopy --only-keep-debug --compress-debug-sections=zlib $f $f.debug; strip --strip-unneeded $f; done; strip -g object*.o',
      );
      await room.aside('for f in project/program?; do rc=0; $f || rc=$?; [ $rc -le 1 ]; done');
    },
  },
  {
    id: 'build/clang-format',
    about: 'clang-format -i lays all sources out anew',
    row: 'sed -i',
    needs: needs('clang-format'),
    short: false,
    prepare: async (room) => {
      await project(room);
      room.documents({ kinds: ['source'], documents: 80 });
    },
    run: async (room) => {
      await room.work(
        'clang-format -i project/*.c; find documents -name "*.c" -exec clang-format -i --style=GNU {} \\;',
      );
      assert.doesNotMatch(room.read('project/part1.c'), / {3}return/);
    },
  },
  {
    id: 'build/minify',
    about: 'scripts are made smaller in place, by uglifyjs into a file that is renamed over the script',
    row: 'sed -i',
    needs: needs('uglifyjs'),
    short: false,
    prepare: async (room) => {
      for (let i = 0; i < 40; i += 1) {
        const body = Array.from(
          { length: 20 + i },
          (_, j) => `// number ${j}\nfunction part${j}(first, second) {\n  return first * ${j} + second;\n}\n`,
        );
        room.write({ [`site/js/${i % 5}/script${i}.js`]: body.join('\n') });
      }
    },
    run: async (room) => {
      await room.work(
        'for f in $(find site -name "*.js"); do uglifyjs "$f" -c -m -o "$f.tmp"; mv "$f.tmp" "$f"; gzip -k9 "$f"; done',
      );
      assert.doesNotMatch(room.read('site/js/1/script1.js'), /number/);
    },
  },
  {
    id: 'build/translations',
    about: 'translations are extracted, merged and compiled over older catalogues',
    row: 'sed -i',
    needs: needs('msgfmt:gettext'),
    short: false,
    prepare: async (room) => {
      await project(room);
      await room.aside(
        `cd project; xgettext -a -o all.pot part*.c; for l in de fr it es nl pt; do msginit --no-translator -l $l -i all.pot -o $l.po; msgfmt -o $l.mo $l.po; done;
         sed -i 's/part/piece/' part*.c`,
      );
    },
    run: async (room) => {
      await room.work(
        'cd project; xgettext -a -o all.pot part*.c; for f in *.po; do msgmerge -q -U --backup=none $f all.pot; msgfmt -o $(basename $f .po).mo $f; done',
      );
      assert.match(room.read('project/de.po'), /piece/);
    },
  },
];

/** Text changed in place, by each of the tools that people take for it, and by editors. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

const TEXTS = ['letter', 'table', 'markdown', 'source', 'page'];

async function texts(room: Room): Promise<void> {
  room.documents({ kinds: TEXTS, documents: 150 });
}

/** All text files, by their ending. */
const ALL = String.raw`find documents -type f -regex '.*\.\(txt\|csv\|md\|c\|html\)'`;

function inPlace(name: string, about: string, need: string, script: string, short = false): Workload {
  return {
    id: `text/${name}`,
    about,
    row: 'sed -i',
    needs: needs(need),
    short,
    prepare: texts,
    run: async (room) => {
      const before = room.digest();
      await room.work(script);
      assert.notEqual(room.digest(), before);
      assert.ok(room.find('documents/**/*.*').length >= 150);
    },
  };
}

const REWRITE = `
import sys
for line in sys.stdin:
    path = line.rstrip()
    with open(path) as f: text = f.read()
    with open(path, 'w') as f: f.write('# licence\\n' + text.replace('a', 'b'))
`;

export const text: readonly Workload[] = [
  inPlace(
    'sed',
    'sed -i over a tree, all files by one process',
    'sed',
    `${ALL} -exec sed -i 's/the/THE/g; s/^/> /' {} +`,
    true,
  ),
  inPlace(
    'sed-each',
    'a sed -i for every file',
    'sed',
    `for f in $(${ALL}); do sed -i.bak 's/e/E/g' $f; rm $f.bak; done`,
  ),
  inPlace('perl', 'perl -pi over a tree', 'perl', `${ALL} | xargs perl -pi -e 's/(\\w+)/\\U$1/g'`),
  inPlace('python', 'a script that reads every file and writes it anew', 'python3', `${ALL} | python3 -c "${REWRITE}"`),
  inPlace(
    'unix2dos',
    'unix2dos and dos2unix in place',
    'dos2unix',
    `${ALL} | xargs unix2dos -q; ${ALL} | sed -n 1,40p | xargs dos2unix -q`,
  ),
  inPlace(
    'iconv',
    'iconv to UTF-16 into a file that is renamed over',
    'iconv:libc-bin',
    `for f in $(${ALL}); do iconv -f UTF-8 -t UTF-16 $f > $f.new; mv $f.new $f; done`,
  ),
  inPlace('recode', 'recode to EBCDIC in place', 'recode', `${ALL} | xargs recode -f UTF-8..IBM037`),
  inPlace(
    'base64',
    'texts become base64 in place of themselves, for a transport that bears nothing else',
    'base64:coreutils',
    `for f in $(${ALL} | head -40); do base64 $f > $f.b64; rm $f; done; for f in $(${ALL} | head -20); do base64 -w0 $f > $f.new; mv $f.new $f; done; touch documents/{1..40}.txt`,
  ),
  inPlace(
    'hex',
    'texts become hexadecimal in place of themselves',
    'xxd',
    `for f in $(${ALL} | head -40); do xxd -p $f > $f.new; mv $f.new $f; done`,
  ),
  inPlace(
    'rot13',
    'tr changes every letter of a few files',
    'tr:coreutils',
    `for f in $(${ALL} | head -2); do tr a-zA-Z n-za-mN-ZA-M < $f > $f.new; mv $f.new $f; done`,
  ),
  inPlace(
    'sort-in-place',
    'sort -o, and awk with a file that is renamed over',
    'awk:mawk',
    `for f in $(find documents -name '*.csv'); do sort -o $f $f; awk -F, '{print $2,$1}' $f > t; mv t $f; done`,
  ),
  inPlace(
    'vim',
    'vim in batch mode saves with backups',
    'vim',
    `for f in $(${ALL} | head -40); do vim -es -u NONE -c 'set backup backupdir=. undofile undodir=.' -c '%s/e/E/ge' -c wq $f; done`,
  ),
  inPlace(
    'emacs',
    'emacs in batch mode saves, numbered backups and all',
    'emacs:emacs-nox',
    `emacs -Q --batch --eval '(setq version-control t kept-new-versions 2)' $(${ALL} | head -30 | sed "s|^|$PWD/|") --eval '(dolist (b (buffer-list)) (with-current-buffer b (when (buffer-file-name) (goto-char 1) (insert "new ") (save-buffer))))'`,
  ),
  inPlace(
    'editor-saves',
    'two hundred saves of a few files by writing beside and renaming over',
    'sync:coreutils',
    `for i in $(seq 50); do for f in $(${ALL} | head -4); do { cat $f; echo line $i; } > $f.swp; sync -d $f.swp; mv $f.swp $f; done; done`,
  ),
];

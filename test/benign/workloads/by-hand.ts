/** Encryption that a person means: a few files with or without removal, and streams of a backup. */
import assert from 'node:assert/strict';
import { needs, type Workload } from '../workload.ts';

const OPENSSL = 'openssl enc -aes-256-cbc -pbkdf2 -pass pass:own';
/** With a cheap derivation of the key, as the time is not ours to measure. */
const GPG = 'gpg --batch -q --passphrase own --pinentry-mode loopback --s2k-count 65536';

const EACH = 'for f in documents/a.txt documents/b.csv documents/c.json; do';

function three(name: string, about: string, need: string, script: string, gone: boolean, short = false): Workload {
  return {
    id: `by-hand/${name}`,
    about,
    row: need === 'openssl' ? 'openssl enc on a few files' : 'gpg -e on a few files',
    needs: needs(need),
    short,
    prepare: async (room) => {
      const { files } = room.documents({ kinds: ['letter', 'table', 'data'], documents: 3, folder: 'made' });
      room.write({ 'documents/.keep': '' });
      await room.aside(
        `cp ${files[0]} documents/a.txt; cp ${files[1]} documents/b.csv; cp ${files[2]} documents/c.json`,
      );
    },
    run: async (room) => {
      await room.work(script);
      assert.equal(room.find('documents/{a.txt,b.csv,c.json}').length, gone ? 0 : 3);
      assert.ok(room.find('documents/*.*').length >= (gone ? 3 : 4));
    },
  };
}

/** The documents stay; what is encrypted is a copy on its way. */
function stream(name: string, about: string, need: readonly string[], script: string, short = false): Workload {
  return {
    id: `by-hand/${name}`,
    about,
    row: 'openssl enc or gpg -e on a backup',
    needs: needs(...need),
    short,
    prepare: async (room) => {
      room.documents();
      if (need.some((one) => one.startsWith('age'))) await room.aside('age-keygen -o key 2> /dev/null');
    },
    run: async (room) => {
      const before = room.digest();
      await room.work(script);
      assert.equal(room.digest(), before);
      assert.ok(room.find('*.{enc,gpg,age,7z}').length > 0);
    },
  };
}

export const byHand: readonly Workload[] = [
  three(
    'openssl-keeps',
    'openssl encrypts three files',
    'openssl',
    `${EACH} ${OPENSSL} -in $f -out $f.enc; done`,
    false,
  ),
  three(
    'openssl-removes',
    'openssl encrypts three files, which are removed',
    'openssl',
    `${EACH} ${OPENSSL} -in $f -out $f.enc; rm $f; done`,
    true,
    true,
  ),
  three(
    'openssl-shreds',
    'openssl encrypts three files, which are shredded',
    'openssl',
    `${EACH} ${OPENSSL} -in $f -out $f.enc; shred -u $f; done`,
    true,
  ),
  three(
    'gpg-removes',
    'gpg encrypts three files, which are removed',
    'gpg:gnupg',
    `${EACH} ${GPG} -c $f; rm $f; done`,
    true,
  ),
  three(
    'gpg-decrypts',
    'gpg decrypts what it encrypted, and the ciphertext is removed',
    'gpg:gnupg',
    `${EACH} ${GPG} -c $f; ${GPG} --yes -o $f -d $f.gpg; done; rm documents/a.txt.gpg documents/b.csv.gpg`,
    false,
  ),
  three(
    'openssl-base64',
    'openssl encrypts three files as base64, which are removed',
    'openssl',
    `${EACH} ${OPENSSL} -a -in $f -out $f.enc; rm $f; done`,
    true,
  ),
  three(
    'age-removes',
    'age encrypts three files, which are removed',
    'age',
    `age-keygen -o key 2> /dev/null; ${EACH} age -r $(grep -o 'age1.*' key) -o $f.age $f; rm $f; done`,
    true,
  ),
  three(
    'zip-password',
    'zip moves three files into archives with a password',
    'zip',
    `${EACH} zip -qmj -P own $f.zip $f; done`,
    true,
  ),
  three(
    'gpg-recipient',
    'gpg encrypts three files for a key, signed, and the originals are removed',
    'gpg:gnupg',
    `mkdir -m 700 .gnupg; gpg --batch -q --passphrase "" --quick-gen-key own@example.org default default never 2> /dev/null; ${EACH} gpg --batch -q --trust-model always -es -r own@example.org $f; rm $f; done`,
    true,
  ),
  {
    id: 'by-hand/gpg-decrypt-tree',
    about: 'a tree of ciphertexts is decrypted, and the ciphertexts removed',
    row: 'gpg -e on a few files',
    needs: needs('gpg:gnupg'),
    short: false,
    prepare: async (room) => {
      room.documents({ documents: 40, folder: 'elsewhere' });
      // What is encrypted stays, elsewhere: this is how it came to be here.
      await room.aside(
        `mkdir documents; find elsewhere -type f ! -name '.*' | while read -r f; do ${GPG} -c -o documents/$(basename $f).gpg < $f; done`,
      );
    },
    run: async (room) => {
      await room.work(
        `find documents -name '*.gpg' | while read -r f; do ${GPG} -o \${f%.gpg} -d $f < /dev/null; rm $f; done`,
      );
      assert.equal(room.find('documents/**/[!.]*').filter((path) => !path.endsWith('.gpg')).length, 40);
    },
  },
  stream(
    'tar-gpg',
    'tar through gpg into a file',
    ['tar', 'gpg:gnupg'],
    `tar -c documents | ${GPG} -c -o all.gpg`,
    true,
  ),
  stream(
    'tar-openssl',
    'tar and gzip through openssl, split into parts',
    ['tar', 'openssl'],
    `tar -cz documents | ${OPENSSL} > all.enc; split -b 200k all.enc part.; cat part.* | ${OPENSSL} -d | tar -tz > list`,
  ),
  stream(
    'tar-age',
    'tar through age into a file, three generations, the oldest removed',
    ['tar', 'age'],
    `for i in 1 2 3; do tar -c documents | age -r $(grep -o 'age1.*' key) > all$i.age; done; rm all1.age`,
  ),
  stream(
    'each-encrypted-copy',
    'every document is encrypted into a folder of its own, the documents stay',
    ['gpg:gnupg', 'openssl'],
    `mkdir copies; find documents -type f | sed -n 1,40p | while read -r f; do ${OPENSSL} -in $f -out copies/$(basename $f).enc; done; tar -c copies | ${GPG} -c -o all.gpg; rm -r copies`,
  ),
  stream(
    'staged-backup',
    'documents are copied, packed, encrypted, and the copies removed',
    ['tar', 'gpg:gnupg'],
    `cp -r documents staged; tar -czf staged.tgz staged; ${GPG} -c -o all.gpg staged.tgz; rm -r staged staged.tgz`,
  ),
];

/** What keeps secrets for a living: vaults of passwords, encrypted variables, certificates. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

/** A key pair for GnuPG, without a passphrase. */
const KEY =
  'mkdir -m 700 -p .gnupg; gpg --batch -q --passphrase "" --quick-gen-key own@example.org default default never 2> /dev/null';

async function variables(room: Room): Promise<void> {
  for (const name of ['web', 'mail', 'base'])
    room.write({
      [`group_vars/${name}.yml`]: `user: ${name}\npassword: own-${name}\nnote: ${'kept for us '.repeat(30)}\n`,
    });
  room.write({ password: 'own\n', other: 'another\n' });
}

async function certificates(room: Room): Promise<void> {
  room.write({ 'live/.keep': '' });
  await room.aside(`for n in a b c; do mkdir live/$n; ${issue('live/$n')}; done`);
}

/** A key, a request and a certificate over those that are there. */
const issue = (folder: string) =>
  `openssl genrsa -out ${folder}/privkey.pem 2048 2> /dev/null; openssl req -new -key ${folder}/privkey.pem -subj /CN=example.org -out ${folder}/request.pem;
   openssl x509 -req -in ${folder}/request.pem -key ${folder}/privkey.pem -days 30 -out ${folder}/cert.pem 2> /dev/null; cat ${folder}/cert.pem ${folder}/privkey.pem > ${folder}/full.pem`;

export const secrets: readonly Workload[] = [
  {
    id: 'secrets/ansible-vault',
    about: 'ansible-vault encrypts three files, changes the key, decrypts one',
    row: 'ansible-vault',
    needs: needs('ansible-vault:ansible-core'),
    short: false,
    prepare: variables,
    run: async (room) => {
      await room.work(
        'ansible-vault encrypt --vault-password-file password group_vars/*.yml; ansible-vault rekey --vault-password-file password --new-vault-password-file other group_vars/*.yml; ansible-vault decrypt --vault-password-file other group_vars/web.yml',
      );
      assert.match(room.read('group_vars/base.yml'), /^\$ANSIBLE_VAULT/);
      assert.match(room.read('group_vars/web.yml'), /^user: web/);
    },
  },
  {
    id: 'secrets/pass',
    about: 'pass keeps passwords, moves them and encrypts them for another key',
    row: 'pass',
    needs: needs('pass', 'gpg:gnupg', 'git'),
    short: false,
    prepare: async (room) => {
      await room.aside(
        `${KEY}; gpg --batch -q --passphrase "" --quick-gen-key other@example.org default default never 2> /dev/null; pass init own@example.org`,
      );
    },
    run: async (room) => {
      await room.work(
        `for i in $(seq 12); do printf 'own-%s\\nuser: me\\n' $i | pass insert -m sites/$i; done; for i in 1 2 3 4; do pass generate -f sites/$i 20 > /dev/null; done
         pass mv sites moved; pass init other@example.org; pass rm -f moved/3`,
        { timeout: 60_000 },
      );
      assert.equal(room.find('.password-store/moved/*.gpg').length, 11);
    },
  },
  {
    id: 'secrets/keepassxc',
    about: 'a database of passwords is saved again and again',
    row: 'pass',
    needs: needs('keepassxc-cli:keepassxc'),
    short: false,
    prepare: async (room) => {
      await room.aside(
        'printf "own\\nown\\n" | keepassxc-cli db-create -q -p -t 100 own.kdbx; cp own.kdbx second.kdbx',
      );
    },
    run: async (room) => {
      await room.work(
        'for i in 1 2 3 4 5 6; do for f in own second; do printf "own\\n" | keepassxc-cli add -q -g -u me $f.kdbx site$i; done; done; printf "own\\n" | keepassxc-cli rm -q own.kdbx site1',
      );
      assert.match(await room.aside('printf "own\\n" | keepassxc-cli ls -q second.kdbx'), /site6/);
    },
  },
  {
    id: 'secrets/certificates',
    about: 'keys and certificates are issued over older ones, and bundled',
    row: 'certbot-like key work',
    needs: needs('openssl'),
    short: false,
    prepare: certificates,
    run: async (room) => {
      await room.work(
        `for n in a b c; do ${issue('live/$n')}; openssl pkcs12 -export -in live/$n/full.pem -passout pass:own -out live/$n/all.p12; openssl x509 -in live/$n/cert.pem -outform der -out live/$n/cert.der; done`,
      );
      assert.match(room.read('live/b/cert.pem'), /BEGIN CERTIFICATE/);
    },
  },
  {
    id: 'secrets/keys-protected',
    about: 'private keys get a passphrase in place',
    row: 'certbot-like key work',
    needs: needs('openssl', 'ssh-keygen:openssh-client'),
    short: false,
    prepare: async (room) => {
      await certificates(room);
      await room.aside(`mkdir ssh; for i in $(seq 8); do ssh-keygen -q -t ed25519 -N '' -f ssh/id$i; done`);
    },
    run: async (room) => {
      await room.work(
        `for n in a b c; do openssl pkcs8 -topk8 -in live/$n/privkey.pem -passout pass:own -out live/$n/new.pem; mv live/$n/new.pem live/$n/privkey.pem; done
         for i in $(seq 8); do ssh-keygen -q -p -P '' -N own -f ssh/id$i; done`,
      );
      assert.match(room.read('live/a/privkey.pem'), /ENCRYPTED/);
    },
  },
  {
    id: 'secrets/gpg-keyring',
    about: 'GnuPG makes keys, signs files and exports its secrets',
    row: 'pass',
    needs: needs('gpg:gnupg'),
    short: false,
    prepare: async (room) => {
      room.documents({ documents: 30 });
      await room.aside(KEY);
    },
    run: async (room) => {
      await room.work(
        `for f in $(find documents -name '*.txt' -o -name '*.csv'); do gpg --batch -q -ab $f; done; gpg --batch -q --export-secret-keys > secret.gpg; gpg --batch -q --clearsign $(find documents -name '*.md' | head -1)`,
      );
      assert.ok(room.find('documents/**/*.asc').length >= 5);
    },
  },
];

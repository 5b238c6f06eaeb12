/** Repositories: clones, collections of garbage, checkouts, rewritten histories, encrypted files. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

const IDENTITY = {
  GIT_AUTHOR_NAME: 't',
  GIT_AUTHOR_EMAIL: 't@example.org',
  GIT_COMMITTER_NAME: 't',
  GIT_COMMITTER_EMAIL: 't@example.org',
};
const CHANGE = `find . -name '*.csv' | while read -r f; do echo changed,entirely > "$f"; done`;

/** A repository in `documents` with two commits. */
async function repository(room: Room): Promise<void> {
  room.documents();
  await room.aside(
    `cd documents; git init -q -b main; git config commit.gpgsign false; git add .; git commit -q -m first; ${CHANGE}; git commit -qam second`,
    { env: IDENTITY },
  );
}

function git(
  name: string,
  about: string,
  script: string,
  check: (room: Room) => Promise<unknown>,
  short = false,
): Workload {
  return {
    id: `git/${name}`,
    about,
    row: 'git gc/clone/checkout',
    needs: needs('git'),
    short,
    prepare: repository,
    run: async (room) => {
      await room.work(script, { env: { ...IDENTITY, FILTER_BRANCH_SQUELCH_WARNING: '1' } });
      await check(room);
    },
  };
}

export const gitWork: readonly Workload[] = [
  git(
    'clone-gc',
    'git clones, checks an older commit out and collects garbage',
    'git clone -q --no-hardlinks documents clone; cd clone; git checkout -q HEAD~1; git gc -q --aggressive --prune=now',
    async (room) => assert.ok(room.find('clone/.git/objects/pack/*.pack').length > 0),
    true,
  ),
  git(
    'checkout',
    'git switches a tree between commits, stashes, and resets it',
    `cd documents; git checkout -q HEAD~1; git checkout -q main; find . -name '*.txt' -exec sed -i 's/e/ea/g' {} +;
     git stash -q; git stash pop -q; git reset -q --hard; git clean -qfdx`,
    async (room) => assert.equal(await room.aside('cd documents; git status --porcelain'), ''),
  ),
  git(
    'filter-branch',
    'git rewrites its history without a folder',
    `cd documents; git filter-branch -f --tree-filter 'rm -rf photos; find . -name "*.md" -exec sed -i s/a/b/ {} +' HEAD~1..HEAD;
     git reflog expire --expire=now --all; git gc -q --prune=now`,
    async (room) => assert.deepEqual(room.find('documents/photos/*.png'), []),
  ),
  git(
    'repack',
    'git packs loose objects, and packs again',
    'cd documents; git repack -qad; git fsck --no-progress; git repack -qadF; git pack-refs --all; git prune',
    async (room) => assert.equal(room.find('documents/.git/objects/pack/*.pack').length, 1),
  ),
  {
    id: 'git/git-crypt',
    about: 'git-crypt encrypts what a repository keeps, locks and unlocks the tree',
    row: 'git-crypt',
    needs: needs('git', 'git-crypt'),
    short: false,
    prepare: async (room) => {
      await repository(room);
      for (let i = 0; i < 3; i += 1) room.write({ [`documents/secrets/${i}.yaml`]: `password: own-${i}\n`.repeat(40) });
    },
    run: async (room) => {
      await room.work(
        `cd documents; git-crypt init; echo 'secrets/** filter=git-crypt diff=git-crypt' > .gitattributes; git add .; git commit -qm secrets;
         git-crypt export-key ../key; git-crypt lock; git-crypt unlock ../key`,
        { env: IDENTITY },
      );
      assert.match(room.read('documents/secrets/1.yaml'), /^password/);
    },
  },
];

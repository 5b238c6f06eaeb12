/** Work over ssh: commands, copies, mirrors, repositories, backups, forwarded ports. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';
import { startSshServer } from './ssh-server.ts';

const SSH = ['ssh:openssh-client', 'sshd:openssh-server'] as const;

async function withDocuments(room: Room): Promise<void> {
  room.documents({ documents: 60 });
  await startSshServer(room);
}

export const secureShellWork: readonly Workload[] = [
  {
    id: 'network/ssh',
    about: 'ssh runs commands, scp and sftp copy, a pipe goes through it',
    row: 'ssh and scp',
    needs: needs(...SSH),
    short: false,
    prepare: withDocuments,
    run: async (room) => {
      const said = await room.work(`
        for i in 1 2 3; do ssh -F ssh.conf peer 'echo here; id -u'; done
        scp -q -F ssh.conf -r documents peer:$PWD/far/scp
        tar -cf - documents | ssh -F ssh.conf peer "tar -xf - -C $PWD/far"
        echo "put -r documents $PWD/far/sftp" | sftp -q -b - -F ssh.conf peer > /dev/null`);
      assert.equal(said.match(/^here$/gm)?.length, 3);
      for (const name of ['far/scp', 'far/documents', 'far/sftp']) assert.equal(room.digest(name), room.digest());
    },
  },
  {
    id: 'network/rsync',
    about: 'rsync mirrors a tree over ssh, and back',
    row: 'rsync',
    needs: needs(...SSH, 'rsync'),
    short: false,
    prepare: withDocuments,
    run: async (room) => {
      await room.work(`
        rsync -a -e 'ssh -F ssh.conf' documents/ peer:$PWD/far/mirror/
        rsync -a -e 'ssh -F ssh.conf' peer:$PWD/far/mirror/ back/`);
      for (const name of ['far/mirror', 'back']) assert.equal(room.digest(name), room.digest());
    },
  },
  {
    id: 'network/git-ssh',
    about: 'git clones and pushes over ssh',
    row: 'git over ssh',
    needs: needs(...SSH, 'git'),
    short: false,
    prepare: async (room) => {
      await withDocuments(room);
      await room.aside('git init -q --bare far/made.git; cd documents; git init -q');
    },
    run: async (room) => {
      await room.work(`
        export GIT_SSH_COMMAND="ssh -F $PWD/ssh.conf"
        cd documents
        git add .; git -c user.name=t -c user.email=t@example.org commit -q -m first
        git push -q peer:$HOME/far/made.git HEAD:refs/heads/main
        git clone -q -b main peer:$HOME/far/made.git ../clone`);
      await room.aside('diff -r -x .git documents clone');
    },
  },
  {
    id: 'network/ansible-like',
    about: 'a loop over hosts hands a script of Python to each through ssh',
    row: 'ansible-like ssh loops',
    needs: needs(...SSH, 'python3'),
    short: false,
    prepare: startSshServer,
    run: async (room) => {
      room.write({
        'module.py': 'import json, platform\nprint(json.dumps({"changed": False, "node": platform.node()}))\n',
      });
      const said = await room.work(`
        for i in 1 2 3 4 5; do
          ssh -F ssh.conf -o ControlMaster=auto -o ControlPath=$PWD/control -o ControlPersist=5 peer python3 - < module.py
          ssh -F ssh.conf peer /bin/sh -c "'uname -r; sleep 0.3'"
        done
        ssh -F ssh.conf -o ControlPath=$PWD/control -O exit peer 2> /dev/null`);
      assert.equal(said.match(/"changed"/g)?.length, 5);
    },
  },
  {
    id: 'network/ssh-forward',
    about: 'a port is forwarded through ssh, and used',
    row: 'ssh and scp',
    needs: needs(...SSH, 'curl', 'python3'),
    short: false,
    prepare: startSshServer,
    run: async (room) => {
      await room.work(`
        mkdir www; seq 20000 > www/numbers
        port=$(sed -n 's/^Port //p' sshd.conf)
        python3 -m http.server --bind 127.0.0.1 -d www $((port + 1)) > /dev/null 2>&1 &
        ssh -F ssh.conf -N -L 127.0.0.1:$((port + 2)):127.0.0.1:$((port + 1)) peer &
        sleep 1
        for i in 1 2 3; do curl -sSf -o numbers http://127.0.0.1:$((port + 2))/numbers; done
        kill %1 %2`);
      assert.equal(room.read('numbers'), room.read('www/numbers'));
    },
  },
  {
    id: 'network/restic-sftp',
    about: 'restic backs up to a repository over sftp',
    row: 'restic to the owner’s bucket',
    needs: needs(...SSH, 'restic'),
    short: false,
    prepare: withDocuments,
    run: async (room) => {
      await room.work(`
        export RESTIC_PASSWORD=own RESTIC_REPOSITORY=sftp:peer:$PWD/far/restic
        option="-o sftp.command='ssh -F $PWD/ssh.conf peer -s sftp'"
        eval restic $option -q init
        eval restic $option -q backup documents
        eval restic $option -q restore latest --target out`);
      assert.equal(room.digest('out/documents'), room.digest());
    },
  },
];

/** Logs that are rotated and compressed while others are written; spools that are compacted. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

async function logs(room: Room): Promise<void> {
  const { files } = room.documents({ kinds: ['journal'], documents: 24 });
  room.kept.set('count', String(files.length));
  room.write({
    'logrotate.conf': `${room.path('documents')}/*.log ${room.path('documents')}/*/*.log ${room.path('documents')}/*/*/*.log {\n  su root root\n  rotate 3\n  compress\n  missingok\n  create 0644 root root\n}\n`,
  });
  await room.aside('chmod 600 logrotate.conf');
}

const MAILBOX = `
import mailbox, sys
box = mailbox.mbox('box'); box.lock()
for key in list(box.keys())[::2]: box.remove(key)
box.flush(); box.unlock()
folder = mailbox.Maildir('folder')
for key in list(folder.keys())[::2]: folder.discard(key)
for key in list(folder.keys()): message = folder[key]; message.set_subdir('cur'); message.add_flag('S'); folder[key] = message
`;

export const logWork: readonly Workload[] = [
  {
    id: 'logs/logrotate',
    about: 'logrotate rotates and compresses four times, while the logs grow',
    row: 'logrotate',
    needs: needs('logrotate', 'gzip'),
    short: true,
    prepare: logs,
    run: async (room) => {
      await room.work(
        'for i in 1 2 3 4; do logrotate -f -s state logrotate.conf; find documents -name "*.log" | while read -r f; do seq 500 >> "$f"; done; done',
      );
      assert.equal(room.find('documents/**/*.gz').length, 3 * Number(room.kept.get('count')));
    },
  },
  {
    id: 'logs/copytruncate',
    about: 'logrotate copies and truncates logs that stay open',
    row: 'logrotate',
    needs: needs('logrotate', 'xz:xz-utils'),
    short: false,
    prepare: async (room) => {
      await logs(room);
      await room.aside(`sed -i 's/create .*/copytruncate\\n  compresscmd xz\\n  compressext .xz/' logrotate.conf`);
    },
    run: async (room) => {
      await room.work(
        'for i in 1 2 3; do logrotate -f -s state logrotate.conf; find documents -name "*.log" | while read -r f; do seq 500 >> "$f"; done; done',
      );
      assert.equal(room.find('documents/**/*.xz').length, 3 * Number(room.kept.get('count')));
    },
  },
  {
    id: 'logs/gzip-old',
    about: 'old logs are compressed, the oldest removed, while new ones are written',
    row: 'gzip -r',
    needs: needs('gzip'),
    short: false,
    prepare: logs,
    run: async (room) => {
      await room.work(
        `mkdir new; (for i in $(seq 40); do seq $((i * 100)) | tee -a new/$((i % 4)).log > /dev/null; sleep 0.02; done) &
         find documents -name '*.log' -exec gzip -9 {} \\; ; wait; find documents -name '*.gz' | sed -n 1,12p | xargs rm`,
      );
      assert.equal(room.find('documents/**/*.gz').length, Number(room.kept.get('count')) - 12);
    },
  },
  {
    id: 'logs/mail-spool',
    about: 'a mailbox and a mail folder are compacted, then the mailbox is compressed',
    row: 'logrotate',
    needs: needs('python3', 'gzip'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['mail'], documents: 60 });
      await room.aside(
        `mkdir -p folder/cur folder/new folder/tmp; n=0; for f in $(find documents -name '*.eml'); do n=$((n+1)); cp $f folder/new/$n.host;
         echo 'From t@example.org Mon Jan  1 00:00:00 2024' >> box; cat $f >> box; echo >> box; done`,
      );
    },
    run: async (room) => {
      room.write({ 'compact.py': MAILBOX });
      await room.work('python3 compact.py; gzip box');
      assert.ok(room.find('folder/cur/*').length >= 20);
    },
  },
];

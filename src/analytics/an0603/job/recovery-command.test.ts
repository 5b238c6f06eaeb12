import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recoveryCommand } from './recovery-command.ts';

const TAKES_RECOVERY: readonly (readonly [string, string])[] = [
  ['rm -rf /var/backups', 'backup deleted'],
  ['rm -rf /srv/backup/2026', 'backup deleted'],
  ['/usr/bin/rm -r /home/.snapshots/12', 'backup deleted'],
  ['borg delete repo', 'backup deleted'],
  ['lvremove -f vg/snap', 'snapshot deleted'],
  ['systemctl stop postgresql', 'service with data stopped'],
  ['virsh destroy db1', 'virtual machine stopped'],
  ['auditctl -D', 'auditing or agent stopped'],
];

const ORDINARY = [
  'rm /srv/demo/backup-281.pdf',
  'rm notes.bak',
  'rm -rf /srv/demo/backup-2019-plans',
  'systemctl stop cups',
  'ls /var/backups',
];

describe('a command line', () => {
  for (const [line, what] of TAKES_RECOVERY)
    it(`takes recovery away: ${line}`, () => assert.equal(recoveryCommand(line.split(' ')), what));
  for (const line of ORDINARY)
    it(`stays quiet when it reads: ${line}`, () => assert.equal(recoveryCommand(line.split(' ')), undefined));
});

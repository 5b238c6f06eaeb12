/**
 * Command lines that take the means of recovery away: snapshots and backups deleted, services that hold data
 * stopped, logging and agents ended. Administrators do each of these; beside destroyed plaintext they weigh.
 *
 * @module
 */
const SERVICES =
  /\b(mysql|mariadb|postgres\w*|mongod?|oracle|redis|docker|containerd|libvirt\w*|veeam\w*|bacula\w*|bareos\w*|amanda|restic|borg\w*|samba|smbd|nfs\w*|auditd|rsyslog|falco\w*|osquery\w*|cipherwatch)\b/;

const PATTERNS: readonly (readonly [what: string, command: RegExp])[] = [
  [
    'snapshot deleted',
    /^(btrfs sub\S* del|zfs destroy|lvremove\b|snapper (delete|rm)|timeshift --delete|virsh snapshot-delete|qm delsnapshot)/,
  ],
  [
    // A store of backups, by its place; what a single file is called says nothing.
    'backup deleted',
    /^(borg (delete|prune)|restic forget|duplicity remove-all)|^(rm|shred|srm) (.* )?\/(\S+\/)?(var\/backups|backups?|\.snapshots)(\/\S*)?( |$)/,
  ],
  [
    'virtual machine stopped',
    /^(virsh (destroy|shutdown|undefine)|esxcli vm process kill|vim-cmd vmsvc\/power|qm stop|VBoxManage controlvm)/,
  ],
  [
    'auditing or agent stopped',
    /^(auditctl -[De]|setenforce 0|aa-teardown|systemctl \S+ .*(auditd|falco|osquery|cipherwatch))/,
  ],
];

const STOPS = /^(systemctl (stop|disable|mask|kill)|service \S+ stop|pkill|killall|kill -9|docker (stop|kill|rm))\b/;

export function recoveryCommand(argv: readonly string[]): string | undefined {
  const line = [(argv[0] ?? '').replace(/.*\//, ''), ...argv.slice(1, 30)].join(' ');
  for (const [what, command] of PATTERNS) if (command.test(line)) return what;
  return STOPS.test(line) && SERVICES.test(line) ? 'service with data stopped' : undefined;
}

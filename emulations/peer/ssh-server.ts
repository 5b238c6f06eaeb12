/** An ssh server of its maker's own: keys made for it, a high port, in a network namespace; it lets root in with the one key. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkNamespace } from './namespace.ts';

const PORT = 2222;
/** ms */
const START_TIMEOUT = 10_000;

export class SecureShellServer {
  readonly port = PORT;
  /** For `ssh -F`: the host is `peer`. */
  readonly clientConfig: string;
  readonly #child: ChildProcess;

  private constructor(clientConfig: string, child: ChildProcess) {
    this.clientConfig = clientConfig;
    this.#child = child;
  }

  /** Listens when this resolves. @param directory where keys and settings are written */
  static async start(namespace: NetworkNamespace, directory: string): Promise<SecureShellServer> {
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const path = (name: string) => join(directory, name);
    for (const key of ['host', 'client'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'made for a test', '-f', path(key)]);
    copyFileSync(path('client.pub'), path('authorized'));
    chmodSync(path('authorized'), 0o600);
    const server = {
      ListenAddress: namespace.address,
      Port: PORT,
      HostKey: path('host'),
      AuthorizedKeysFile: path('authorized'),
      PidFile: 'none',
      StrictModes: 'no',
      UsePAM: 'no',
      PermitRootLogin: 'prohibit-password',
      PasswordAuthentication: 'no',
      PrintMotd: 'no',
      Subsystem: 'sftp internal-sftp',
    };
    const client = {
      HostName: namespace.address,
      Port: PORT,
      User: 'root',
      IdentityFile: path('client'),
      IdentitiesOnly: 'yes',
      StrictHostKeyChecking: 'no',
      UserKnownHostsFile: '/dev/null',
      LogLevel: 'ERROR',
    };
    const lines = (settings: object, indent = '') =>
      Object.entries(settings)
        .map(([name, value]) => `${indent}${name} ${value}\n`)
        .join('');
    writeFileSync(path('server.conf'), lines(server));
    writeFileSync(path('client.conf'), `Host peer\n${lines(client, '  ')}`);
    const [file, ...args] = namespace.inside(['/usr/sbin/sshd', '-D', '-e', '-f', path('server.conf')]);
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const alarm = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT);
    let said = '';
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if (said.includes('Server listening')) break;
    }
    clearTimeout(alarm);
    child.stderr.resume();
    if (child.exitCode !== null) throw new Error(`the ssh server ended with ${child.exitCode}: ${said}`);
    return new SecureShellServer(path('client.conf'), child);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await closed;
  }
}

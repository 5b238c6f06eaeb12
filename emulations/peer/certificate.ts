/** A self-signed certificate for a listener that a test makes. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  readonly keyFile: string;
  readonly certFile: string;
}

/** @param directory where the two files are written */
export function certificate(directory: string): Certificate {
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=test.invalid'];
  execFileSync('openssl', [...request, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore', timeout: 30_000 });
  return { key: readFileSync(keyFile), cert: readFileSync(certFile), keyFile, certFile };
}

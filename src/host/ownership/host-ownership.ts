/** The package database of this host, chosen by what is there. */
import type { FileReader } from '../file-reader.ts';
import { ApkDatabase } from './apk.ts';
import type { PackageDatabase } from './database.ts';
import { DpkgDatabase } from './dpkg.ts';
import { ownerOfNamed } from './named-file.ts';
import { noOwnership, type OwnershipProvider } from './provider.ts';
import { RpmDatabase, rpmQuery } from './rpm.ts';

export interface HostOwnershipOptions {
  /** Whether `rpm` may be run on a host that has nothing else. Default true. */
  readonly runRpm?: boolean;
}

const RPM_DATABASES = ['/var/lib/rpm', '/usr/lib/sysimage/rpm'];
const RPM_COMMAND = '/usr/bin/rpm';

function databaseOf(reader: FileReader, options: HostOwnershipOptions): PackageDatabase | undefined {
  if (reader.modifiedAt('/var/lib/dpkg/info') !== undefined) return new DpkgDatabase(reader);
  if (reader.modifiedAt('/lib/apk/db/installed') !== undefined) return new ApkDatabase(reader);
  const rpm = RPM_DATABASES.some((path) => reader.modifiedAt(path) !== undefined);
  if (rpm && options.runRpm !== false && reader.modifiedAt(RPM_COMMAND) !== undefined) {
    return new RpmDatabase(rpmQuery(RPM_COMMAND));
  }
  return undefined;
}

/** Looks at the databases on the first question only. */
export function hostOwnership(reader: FileReader, options: HostOwnershipOptions = {}): OwnershipProvider {
  let database: PackageDatabase | undefined | null = null;
  return {
    ask: (question) => {
      if (database === null) database = databaseOf(reader, options);
      if (database === undefined) return noOwnership.ask(question);
      const { file, path } = question;
      return file === '' ? ownerOfNamed(path, database, reader) : database.ownerOf(path);
    },
  };
}

/**
 * What of a unit's cryptography could not be observed, in words.
 *
 * @module
 */
import type { Subject } from './subject.ts';

const NO_CALLS = 'Cipher calls: none can be observed here; which cipher was used, and by how much, is not known';
const NO_SCANS = 'Ciphers built into programs: images could not be looked into here';

/** What no finding on a host can see, whatever the case. */
export const STANDING: readonly string[] = [NO_CALLS, NO_SCANS];

/** For `Verdict.blind`; at most a few lines. */
export function unobservedCryptography(subject: Subject): readonly string[] {
  const { members, sight, images } = subject;
  const words: string[] = [];
  if (!sight.cipherCalls) words.push(NO_CALLS);
  if (!sight.imageScan) words.push(NO_SCANS);
  for (const { process, crypto } of members) {
    const files = [process.image.file, ...(crypto?.libraries ?? []).map((library) => library.file)];
    const unseen = files.find((file) => ['suspended', 'left_out'].includes(images(file).calls ?? ''));
    if (unseen === undefined) continue;
    const name = crypto?.libraries.find((library) => library.file === unseen)?.name ?? process.image.path;
    const why =
      images(unseen).calls === 'suspended'
        ? 'they were so many that watching was suspended for a while'
        : 'too many images are observed already';
    words.push(`Cipher calls of ${process.image.path} into ${name}: ${why}`);
  }
  return [...words, ...unsearched(subject)];
}

/** Only of the process that has the session: what it speaks is in question. */
function unsearched({ members, sight, images }: Subject): readonly string[] {
  const [{ process }] = members;
  const { constants, cut } = images(process.image.file);
  if (!sight.imageScan) return [];
  if (constants === undefined)
    return [`Ciphers built into ${process.image.path}: its content was not searched, it had ended or waits for it`];
  return cut && constants.length === 0
    ? [`Ciphers built into ${process.image.path}: only the first 64 MiB were searched`]
    : [];
}

import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  EPOCH,
  fileOf,
  makeDirectory,
  makeFileLink,
  makeFileRename,
  makeFileSession,
  makeFileUnlink,
  placeOf,
} from '../../event/testing/make.ts';
import { Host } from '../host.ts';

const [ROOT, HOME, DOCS] = [placeOf(2), placeOf(10), placeOf(11)];
const A = fileOf(100);
const B = fileOf(101);

let host: Host;
let now = EPOCH;

const at = (base: string, path: string) => ({ base, path });

function tell(place: string, path: string, mountNamespace = 1): void {
  host.apply(makeDirectory({ place, path, mountNamespace }));
}

function use(file: string, place: string, name: string, given: Parameters<typeof makeFileSession>[0] = {}): void {
  now += 1;
  host.apply(makeFileSession({ file, place, name, time: now, ...given }));
}

function rename(from: string, to: string, given: Parameters<typeof makeFileRename>[0] = {}): void {
  now += 1;
  host.apply(makeFileRename({ from: at(ROOT, from), to: at(ROOT, to), time: now, ...given }));
}

function unlink(path: string, directory = false): void {
  now += 1;
  host.apply(makeFileUnlink({ target: at(ROOT, path), directory, time: now }));
}

beforeEach(() => {
  host = new Host();
  now = EPOCH;
  tell(ROOT, '/');
  tell(HOME, '/home/ada');
  tell(DOCS, '/home/ada/docs');
});

describe('places and arguments', () => {
  it('have the path that was told', () => {
    assert.equal(host.directory(ROOT), '/');
    assert.equal(host.directory(DOCS), '/home/ada/docs');
    assert.equal(host.resolve(at(DOCS, '../x')), '/home/ada/x');
    assert.equal(host.resolve(at(DOCS, 'x')), '/home/ada/docs/x');
    assert.equal(host.resolve(at(ROOT, 'x')), '/x');
    assert.equal(host.resolve(at(ROOT, '/home//ada/./x')), '/home/ada/x');
  });

  it('stay quiet when nothing was told', () => {
    assert.equal(host.directory(placeOf(999)), undefined);
    assert.equal(host.resolve(at(placeOf(999), 'x')), undefined);
    use(A, placeOf(999), 'a');
    assert.equal(host.directory(placeOf(999)), undefined);
    assert.equal(host.resolve(at(placeOf(999), 'x')), undefined);
    assert.equal(host.pathOf(A), undefined);
    assert.equal(host.fileAt('/nowhere/a'), undefined);
  });

  it('whose front is missing say so', () => {
    host.apply(makeDirectory({ place: placeOf(50), path: 'deep/down', cut: true }));
    assert.equal(host.directory(placeOf(50)), '…/deep/down');
    use(A, placeOf(50), 'a');
    assert.equal(host.pathOf(A), '…/deep/down/a');
    assert.equal(host.fileAt('…/deep/down/a')?.file, A);
    assert.equal(host.fileAt('/deep/down/a'), undefined);
  });

  it('that are told late name what was used before', () => {
    use(A, placeOf(60), 'a');
    tell(placeOf(60), '/srv/late');
    assert.equal(host.pathOf(A), '/srv/late/a');
    assert.equal(host.fileAt('/srv/late/a')?.file, A);
  });

  it('that are told anew take what is in them along', () => {
    use(A, DOCS, 'a');
    tell(DOCS, '/home/ada/papers');
    assert.equal(host.pathOf(A), '/home/ada/papers/a');
  });
});

describe('a file', () => {
  beforeEach(() => use(A, DOCS, 'a.txt'));

  it('is found by path and by identity', () => {
    assert.equal(host.pathOf(A), '/home/ada/docs/a.txt');
    assert.deepEqual(host.fileAt('/home/ada/docs/a.txt'), { file: A, path: '/home/ada/docs/a.txt' });
  });

  it('is followed through a rename', () => {
    rename('/home/ada/docs/a.txt', '/home/ada/a.enc');
    assert.equal(host.pathOf(A), '/home/ada/a.enc');
    assert.equal(host.fileAt('/home/ada/a.enc')?.file, A);
    assert.deepEqual(host.lastChange().moved, { file: A, path: '/home/ada/a.enc' });
  });

  it('is still who last had its path, after that was renamed or unlinked', () => {
    unlink('/home/ada/docs/a.txt');
    assert.equal(host.fileAt('/home/ada/docs/a.txt')?.file, A);
    assert.equal(host.pathOf(A), '/home/ada/docs/a.txt');
    assert.deepEqual(host.lastChange().displaced, { file: A, path: '/home/ada/docs/a.txt' });
    use(B, DOCS, 'a.txt', { created: true });
    assert.equal(host.fileAt('/home/ada/docs/a.txt')?.file, B);
  });

  it('that is renamed over says who lost the path', () => {
    use(B, DOCS, 'a.txt.tmp', { created: true });
    rename('/home/ada/docs/a.txt.tmp', '/home/ada/docs/a.txt');
    assert.equal(host.fileAt('/home/ada/docs/a.txt')?.file, B);
    assert.deepEqual(host.lastChange(), {
      moved: { file: B, path: '/home/ada/docs/a.txt' },
      exchanged: undefined,
      displaced: { file: A, path: '/home/ada/docs/a.txt' },
    });
  });

  it('that is renamed over by an unknown one has its path no more', () => {
    rename('/home/ada/docs/unknown', '/home/ada/docs/a.txt');
    assert.equal(host.fileAt('/home/ada/docs/a.txt'), undefined);
    assert.equal(host.lastChange().displaced?.file, A);
  });

  it('changes places in an exchange', () => {
    use(B, HOME, 'b.txt');
    rename('/home/ada/docs/a.txt', '/home/ada/b.txt', { exchange: true });
    assert.deepEqual([host.pathOf(A), host.pathOf(B)], ['/home/ada/b.txt', '/home/ada/docs/a.txt']);
    assert.equal(host.fileAt('/home/ada/b.txt')?.file, A);
  });

  it('keeps its other name when one link is removed', () => {
    host.apply(makeFileLink({ from: at(DOCS, 'a.txt'), to: at(HOME, 'link'), time: now }));
    assert.equal(host.fileAt('/home/ada/link')?.file, A);
    unlink('/home/ada/link');
    assert.equal(host.pathOf(A), '/home/ada/docs/a.txt');
  });

  it('does not get an old name back from a session that began before the rename', () => {
    const openedAt = now;
    rename('/home/ada/docs/a.txt', '/home/ada/docs/a.enc');
    use(A, DOCS, 'a.txt', { openedAt });
    assert.equal(host.pathOf(A), '/home/ada/docs/a.enc');
    use(A, DOCS, 'a.txt', { openedAt: now + 10, time: now + 20 });
    assert.equal(host.pathOf(A), '/home/ada/docs/a.txt');
  });

  it('has nothing to do with the next one that gets its inode', () => {
    unlink('/home/ada/docs/a.txt');
    use(A, HOME, 'new', { created: true, openedAt: now + 1, time: now + 2 });
    assert.equal(host.pathOf(A), '/home/ada/new');
    assert.equal(host.fileAt('/home/ada/docs/a.txt'), undefined);
  });

  it('stays quiet when the text of a rename was cut', () => {
    rename('/home/ada/docs/a.txt', '/home/ada/x', { cut: true });
    assert.equal(host.pathOf(A), '/home/ada/docs/a.txt');
    assert.equal(host.gauges().files_unfollowed, 1);
  });
});

describe('a directory', () => {
  it('that is renamed takes everything below it along', () => {
    use(A, DOCS, 'a');
    rename('/home/ada', '/home/eve');
    assert.equal(host.pathOf(A), '/home/eve/docs/a');
    assert.equal(host.directory(DOCS), '/home/eve/docs');
    assert.equal(host.fileAt('/home/eve/docs/a')?.file, A);
    assert.equal(host.fileAt('/home/ada/docs/a'), undefined);
    assert.equal(host.resolve(at(HOME, 'x')), '/home/eve/x');
  });

  it('that is renamed by a trailing slash, over an empty one, and back', () => {
    use(A, DOCS, 'a');
    tell(placeOf(20), '/home/empty');
    rename('/home/ada/', '/home/empty');
    assert.equal(host.pathOf(A), '/home/empty/docs/a');
    rename('/home/empty', '/home/ada');
    assert.equal(host.pathOf(A), '/home/ada/docs/a');
  });

  it('stays quiet when it would become its own parent', () => {
    rename('/home', '/home/ada/docs/home');
    assert.equal(host.directory(DOCS), '/home/ada/docs');
  });

  it('that was removed and made again is another place with the same path', () => {
    unlink('/home/ada/docs', true);
    assert.equal(host.directory(DOCS), '/home/ada/docs');
    tell(placeOf(30), '/home/ada/docs');
    use(A, placeOf(30), 'a');
    assert.equal(host.pathOf(A), '/home/ada/docs/a');
    assert.equal(host.fileAt('/home/ada/docs/a')?.file, A);
  });

  it('that was removed and made again with the same inode and path is found again by its path', () => {
    use(A, DOCS, 'letter');
    unlink('/home/ada/docs/letter');
    unlink('/home/ada/docs', true);
    unlink('/home/ada', true);
    tell(DOCS, '/home/ada/docs');
    tell(HOME, '/home/ada');
    use(B, DOCS, 'letter', { created: true });
    assert.equal(host.fileAt('/home/ada/docs/letter')?.file, B);
    unlink('/home/ada/docs/letter');
    assert.equal(host.lastChange().displaced?.file, B);
  });

  it('of another mount namespace is not mixed up with the host', () => {
    use(A, DOCS, 'a');
    tell(placeOf(40), '/home/ada/docs', 2);
    use(B, placeOf(40), 'a');
    assert.equal(host.fileOf(at(DOCS, 'a'))?.file, A);
    assert.equal(host.fileOf(at(placeOf(40), 'a'))?.file, B);
    assert.equal(host.fileAt('/home/ada/docs/a')?.file, B, 'used last');
  });
});

it('files, places and tree stay within their caps', () => {
  const limits = { files: 500, places: 200, directoryNodes: 1_000 };
  host = new Host({ limits });
  for (let at = 0; at < 100_000; at += 1) {
    if (at % 10 === 0) tell(placeOf(1_000 + at), `/a/${at % 7}/b${at}/c/d`);
    use(fileOf(at), placeOf(1_000 + at - (at % 10)), `f${at}`, { created: true });
    if (at % 3 === 0) rename(`/a/${at % 7}/b${at - (at % 10)}/c/d/f${at}`, `/z/${at}/y/x`);
  }
  const gauges = host.gauges();
  assert.ok((gauges.files ?? 0) <= limits.files);
  assert.ok((gauges.places ?? 0) <= limits.places);
  assert.ok((gauges.directory_nodes ?? 0) <= limits.directoryNodes, `${gauges.directory_nodes}`);
  assert.ok((gauges.files_evicted ?? 0) > 0 && (gauges.places_evicted ?? 0) > 0);
});

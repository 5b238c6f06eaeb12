/**
 * What a cgroup v2 path says: the container and the unit that a process belongs to. The front of a long
 * path may be missing (the sensor cuts it there), so patterns match anywhere.
 */
import type { Container } from '../view.ts';

export interface CgroupFacts {
  readonly container: Container | undefined;
  /** Name that changes when another job begins: a service, a login scope, an application scope. */
  readonly unit: string | undefined;
}

const HEX64 = '([0-9a-f]{64})';

const CONTAINERS: readonly (readonly [Container['runtime'], RegExp])[] = [
  ['containerd', new RegExp(`(?:^|[/:])(?:cri-containerd|nerdctl|containerd)[-:]${HEX64}(?:\\.scope)?(?:/|$)`)],
  ['crio', new RegExp(`/crio-${HEX64}(?:\\.scope)?(?:/|$)`)],
  ['podman', new RegExp(`/libpod-(?:payload-)?${HEX64}(?:\\.scope)?(?:/|$)`)],
  ['docker', new RegExp(`/docker[-/]${HEX64}(?:\\.scope)?(?:/|$)`)],
  ['lxc', /\/lxc\.payload[./]([^/]+)/],
  ['lxc', /\/lxc\/([^/]+)/],
  ['kubernetes', new RegExp(`kubepods.*/(?:[a-z-]+[-:])?${HEX64}(?:\\.scope)?(?:/|$)`)],
  ['unknown', /\/systemd-nspawn@([^/]+)\.service(?:\/|$)/],
  ['unknown', new RegExp(`/${HEX64}(?:/|$)`)],
];

/**
 * `run-*.scope` and bare directories are left out: `systemd-run --scope` and mkdir make one per command, and a job
 * that wraps each of its commands so would fall apart. `init.scope` is pid 1's own.
 */
const UNIT = /\/([^/]+\.(?:service|socket|mount)|(?!run-|init\.scope)[^/]+\.scope)(?=\/|$)/g;

/** Supervisors of a container live beside it and are not in it. */
const MONITOR = /\/(?:libpod|crio)-conmon-|\/lxc\.monitor/;

function containerOf(path: string): Container | undefined {
  if (MONITOR.test(path)) return undefined;
  for (const [runtime, pattern] of CONTAINERS) {
    const id = pattern.exec(path)?.[1];
    if (id !== undefined) return { id, runtime };
  }
  return undefined;
}

export function parseCgroup(path: string): CgroupFacts {
  let unit: string | undefined;
  for (const match of path.matchAll(UNIT)) unit = match[1];
  return { container: containerOf(path), unit };
}

/** Distinct paths that are remembered; beyond it all are forgotten and parsed anew. */
const CAP = 8_192;

export class CgroupCache {
  readonly #facts = new Map<string, CgroupFacts>();

  of(path: string): CgroupFacts {
    let facts = this.#facts.get(path);
    if (facts === undefined) {
      if (this.#facts.size >= CAP) this.#facts.clear();
      facts = parseCgroup(path);
      this.#facts.set(path, facts);
    }
    return facts;
  }
}

/**
 * What a process was forked from as the same program: it may have done for it what is done once.
 *
 * @module
 */
import type { HostView, Process } from '../../../host/index.ts';

/** The process itself first. */
export function sameProgram({ key, image }: Process, host: HostView): readonly Process[] {
  return host.ancestors(key).filter((ancestor) => ancestor.image.file === image.file);
}

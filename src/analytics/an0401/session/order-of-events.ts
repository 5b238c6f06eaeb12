/**
 * Did something here happen on account of what came in? Asked of all sessions that a process has or had with one place: an
 * implant may fetch its order by one and bring its output by the next.
 *
 * @module
 */
import { answersSince, type Course, promptedOf } from './moments.ts';

export interface OrderOfEvents {
  /** Bytes had come in just before. */
  readonly prompted: (at: number) => boolean;
  /** How often bytes went out soon after others had come in, since then. */
  readonly answers: (since: number) => number;
}

/** @param courses asked for only where it matters */
export function orderOf(courses: () => readonly Course[]): OrderOfEvents {
  return {
    prompted: (at) => courses().some((course) => promptedOf(course, [at]).yes > 0),
    answers: (since) => courses().reduce((sum, course) => sum + answersSince(course, since), 0),
  };
}

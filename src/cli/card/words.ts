/** Numbers, times and names as people read them. */

/** `1 file`, `1,204 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `0.3 s`, `25 s`, `7 min`, `3.5 h`. @param ms not negative */
export function span(ms: number): string {
  if (ms < 9_950) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Number((ms / 3_600_000).toFixed(1))} h`;
}

/** Time of day here: `03:54:46`. @param time ms since the epoch */
export function clock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

/** With date and offset from UTC: `2026-11-22 03:54:46 +00:00`. @param time ms since the epoch */
export function dateAndClock(time: number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const east = -date.getTimezoneOffset();
  const minutes = Math.abs(east);
  const zone = `${east < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${day} ${clock(time)} ${zone}`;
}

/** The last part of a path; the path itself when it has none. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whether the nth occurrence of the same fault is worth a line: the first, then each tenfold. */
export function worthTelling(count: number): boolean {
  return Number.isInteger(Math.log10(count));
}

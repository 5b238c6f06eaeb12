/** Collections with a cap, for state that must not grow with the host. Imports no other room. */
export { BoundedMap } from './bounded-map.ts';

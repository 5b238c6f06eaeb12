/** Processes, jobs, logins, and what joins processes. */

export { flows } from './flow.ts';
export { mayBeForeign, WaitingLibraries } from './foreign-library.ts';
export { joins } from './joints.ts';
export { loginOf, NO_LOGIN, nameUser } from './login.ts';
export { Processes } from './processes.ts';

/** Processes, jobs, logins, and what joins processes. */
export { loginOf, NO_LOGIN, nameUser } from './login.ts';
export { Processes } from './processes.ts';

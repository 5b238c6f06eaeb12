import type { Verb } from '../verb.ts';
export const recorder: Verb = { name: 'recorder', about: '', options: [], internal: true, run: async () => 3 };

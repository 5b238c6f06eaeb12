/** What sees a network alone: TCP and UDP, no packets of a program's own, and nothing that stays on this host's unix sockets. */
import type { Event, NetSession } from '../../src/event/index.ts';

export type NetworkSession = NetSession & { readonly protocol: 'tcp' | 'udp' };

export function isOverNetwork(event: Event): event is NetworkSession {
  return event.kind === 'net_session' && (event.protocol === 'tcp' || event.protocol === 'udp');
}

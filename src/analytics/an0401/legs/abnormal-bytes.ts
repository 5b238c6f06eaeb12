/**
 * Are the bytes on the wire abnormal? Fully encrypted where a protocol should show itself, ciphertext in a text
 * encoding, TLS that names no server, or a protocol that does not belong to the port.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { CONTAINERS, ciphertextBodies, type PayloadEvidence } from '../payload/evidence.ts';
import { judgeRandomBytes } from '../payload/random-bytes.ts';
import { judgeTls } from '../payload/tls-hello.ts';

/**
 * Some agents of vendors seal what they report in the same way: alone, with an unpackaged program, it is not enough. What is only received may be a
 * signature, or a file of a format that is not known here.
 */
const BODY = { sent: 2, received: 1 };

export const abnormalBytes: Leg<Subject> = {
  meta: { id: 'abnormal-bytes', title: 'Abnormal bytes', cap: { min: -1.5, max: 4 }, needs: ['net_session'] },
  judge(subject): LegJudgement {
    const { event } = subject.session;
    const { application } = subject.relay?.session ?? subject.session;
    if (event.tx.counted + event.rx.counted === 0) {
      return event.spliced
        ? {
            state: 'unobservable',
            weight: 0,
            reasons: ['the payload was moved by splice or sendfile: counted, not sampled'],
          }
        : { state: 'absent', weight: 0, reasons: ['no payload yet'] };
    }
    const judged = byProtocol(subject);
    const port = againstPort(application.name, event.protocol, event.remote.port);
    if (port === undefined) return judged;
    return { state: 'seen', weight: Math.max(judged.weight, 0) + 0.8, reasons: [...judged.reasons, port] };
  },
};

function byProtocol(subject: Subject): LegJudgement {
  const { name } = subject.session.application;
  if (name === 'tls') return judgeTls(subject);
  if (name === 'unknown') return judgeRandomBytes(subject);
  if (CONTAINERS.has(name))
    return { state: 'seen', weight: 3, reasons: [`a ciphertext container (${name}) sent bare over the network`] };
  if (name === 'http') {
    const [body] = ciphertextBodies(subject.session);
    if (body !== undefined) return { state: 'seen', weight: BODY[body.direction], reasons: [describeBody(body)] };
  }
  return { state: 'absent', weight: 0, reasons: [`${name}, as its first bytes say`] };
}

function describeBody({ direction, encoding, bytes }: PayloadEvidence): string {
  if (encoding === undefined) return `the body ${direction} over http is ${bytes} bytes as random as ciphertext`;
  return `the body ${direction} over http is nothing but ${encoding}, which decodes to ${bytes} bytes as random as ciphertext`;
}

/** What well-known ports carry; another protocol there is out of place. */
const PORTS: Readonly<Record<number, readonly string[]>> = {
  22: ['ssh'],
  53: ['dns', 'tls', 'quic'],
  80: ['http', 'http2'],
  443: ['tls', 'quic', 'dtls', 'wireguard', 'openvpn', 'stun', 'ssh'],
};

function againstPort(name: string, protocol: string, port: number): string | undefined {
  const usual = PORTS[port];
  if (usual === undefined || name === 'none' || usual.includes(name)) return undefined;
  return `${name} on ${protocol} port ${port}, where ${usual[0]} belongs`;
}

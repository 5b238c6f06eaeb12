/**
 * Pure mathematics over bytes: histograms, entropy, χ², distances, content classes. Imports no other room.
 *
 * @module
 */

export { type BeaconScore, type Callback, scoreBeacon } from './cadence/beacon.ts';
export { ritaScore } from './cadence/rita-score.ts';
export {
  chiSquareLimit,
  chiSquareUniform,
  chiSquareUpperP,
} from './chi-square.ts';
export {
  type Content,
  type ContentClass,
  classifyQuickly,
  decodeText,
  deflatedEntry,
  endMark,
  hiddenStream,
  isCiphertext,
  isPicture,
  isPlaintext,
  stuffing,
  type TextEncoding,
  unpacksTo,
  withoutHeaderless,
} from './content/index.ts';
export { histogramDistance, shapeDistance } from './distance.ts';
export { millerMadow, type RandomEntropy, randomEntropy, shannon } from './entropy.ts';
export { FadingHistogram } from './fading-histogram.ts';
export { addHistogram, countOf, type Histogram, histogramOf } from './histogram.ts';
export { judgeBody } from './payload/body.ts';
export { type Compressed, compressedFormat } from './payload/container.ts';
export { type DnsAnswer, parseDnsAnswers } from './payload/dns-answers.ts';
export { type EncodedPayload, judgeEncoded } from './payload/encoding.ts';
export {
  type EncryptedJudgement,
  type EncryptedRule,
  judgeEncrypted,
} from './payload/encrypted.ts';
export { type Framed, unframed } from './payload/framing.ts';
export { ja4 } from './payload/ja4.ts';
export { openPacket, type Packet, type PacketStart } from './payload/packet.ts';
export { type Application, type ApplicationName, type FirstBytes, nameApplication } from './payload/protocol.ts';
export { type ClientHello, isRecord, type Presence } from './payload/tls.ts';
export { isText } from './printable.ts';
export { type Randomness, randomness } from './randomness.ts';
export { serialCorrelation } from './serial.ts';
export { compareRanges, type RangeChange, sharedContent } from './similarity.ts';

/** Text in other encodings, keys, mailboxes, scripts, and files of a few bytes. */
import { paragraph, prose, sentence, word } from './prose.ts';
import type { Random } from './random.ts';

/** So many random bytes. */
export function noise(random: Random, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i += 1) bytes[i] = random.next() * 256;
  return bytes;
}

/** With a mark of its byte order, as Windows writes it. */
export function wideText(random: Random): Buffer {
  return Buffer.from(`\uFEFF${prose(random, random.between(800, 6000)).replaceAll('\n', '\r\n')}`, 'utf16le');
}

const ACCENTED = ['Grüße', 'Übersicht', 'année', 'déjà', 'señor', 'größer', 'Straße', 'façade', 'naïve', 'Prüfung'];

/** Western European text, a byte a letter. */
export function westernText(random: Random): Buffer {
  let text = '';
  while (text.length < 4000) text += `${random.pick(ACCENTED)} ${paragraph(random)} ${random.pick(ACCENTED)}.\n\n`;
  return Buffer.from(text, 'latin1');
}

/** Text without a letter of ASCII, as most of the world writes. */
export function farText(random: Random): Buffer {
  const words = ['договор', 'счёт', 'отчёт', 'клиент', 'оплата', '合同', '发票', '报告', '客户', '会議', '請求書'];
  let text = '';
  for (let i = random.between(300, 1500); i > 0; i -= 1)
    text += `${random.pick(words)}${random.next() < 0.1 ? '\n' : ' '}`;
  return Buffer.from(text);
}

const lines = (text: string) => (text.match(/.{1,64}/g) ?? []).join('\n');

/** A private key in PEM form: the DER of an RSA key of this size begins like this, and goes on with its numbers. */
export function key(random: Random): Buffer {
  const der = Buffer.concat([Buffer.from('308204a50201000282010100', 'hex'), noise(random, 1181)]);
  return Buffer.from(
    `-----BEGIN RSA PRIVATE KEY-----\n${lines(der.toString('base64'))}\n-----END RSA PRIVATE KEY-----\n`,
  );
}

/** Several messages in one file, some with something attached. */
export function mailbox(random: Random): Buffer {
  const messages = Array.from({ length: random.between(3, 12) }, (_, i) => {
    const head = `From ${word(random)}@example.org Mon Jan  ${(i % 9) + 1} 10:0${i % 10}:00 2024\nFrom: ${word(random)}@example.org\nTo: ${word(random)}@example.net\nSubject: ${sentence(random)}\n`;
    const body = `\n${prose(random, random.between(200, 2500))}\n`;
    if (random.next() < 0.7) return head + body;
    const attached = lines(noise(random, random.between(500, 3000)).toString('base64'));
    return `${head}Content-Transfer-Encoding: base64\nContent-Type: image/png\n\n${attached}\n\n`;
  });
  return Buffer.from(messages.join(''));
}

export function script(random: Random): Buffer {
  let text = '#!/usr/bin/env python3\nimport sys\n\n';
  for (let i = random.between(4, 30); i > 0; i -= 1) {
    text += `\ndef ${word(random)}_${i}(${word(random)}, count=${random.between(1, 99)}):\n    """${sentence(random)}"""\n    return [count * n for n in range(${random.between(2, 50)})]\n`;
  }
  return Buffer.from(text);
}

/** 6 to 82 bytes: a password, a setting, a line. */
export function tiny(random: Random): Buffer {
  const wanted = random.between(6, 82);
  let text = `${random.between(1, 999_999)}`;
  while (text.length < wanted) text += ` ${word(random)}`;
  return Buffer.from(`${text.slice(0, wanted - 1)}\n`);
}

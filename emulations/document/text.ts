/** Documents that are text: letters, tables, markup, data, source code, logs. */
import { paragraph, prose, sentence, word } from './prose.ts';
import type { Random } from './random.ts';

const size = (random: Random) => random.between(1500, 24_000);

export function letter(random: Random): Buffer {
  return Buffer.from(`Dear ${word(random)},\n\n${prose(random, size(random))}Yours sincerely\n`);
}

export function markdown(random: Random): Buffer {
  let text = `# ${sentence(random)}\n\n`;
  for (let i = random.between(3, 9); i > 0; i -= 1) {
    text += `## ${word(random)} ${word(random)}\n\n${paragraph(random)}\n\n- ${sentence(random)}\n- ${sentence(random)}\n\n`;
  }
  return Buffer.from(text);
}

export function table(random: Random): Buffer {
  const rows = ['date,customer,article,quantity,price'];
  for (let i = random.between(60, 500); i > 0; i -= 1) {
    const day = `2024-${random.between(10, 12)}-${random.between(10, 28)}`;
    rows.push(
      `${day},${word(random)} ${word(random)},A-${random.between(1000, 9999)},${random.between(1, 40)},${(random.next() * 900).toFixed(2)}`,
    );
  }
  return Buffer.from(`${rows.join('\n')}\n`);
}

export function page(random: Random): Buffer {
  const parts = Array.from(
    { length: random.between(4, 20) },
    () => `  <h2>${word(random)}</h2>\n  <p>${paragraph(random)}</p>\n`,
  );
  return Buffer.from(
    `<!doctype html>\n<html lang="en">\n<head><title>${sentence(random)}</title></head>\n<body>\n${parts.join('')}</body>\n</html>\n`,
  );
}

export function data(random: Random): Buffer {
  const records = Array.from({ length: random.between(20, 150) }, (_, id) => ({
    id,
    name: `${word(random)} ${word(random)}`,
    amount: random.between(1, 100_000) / 100,
    note: sentence(random),
    open: random.next() < 0.5,
  }));
  return Buffer.from(JSON.stringify({ records }, null, 2));
}

export function source(random: Random): Buffer {
  let text = '#include <stdio.h>\n#include <stdlib.h>\n\n';
  for (let i = random.between(5, 40); i > 0; i -= 1) {
    const name = `${word(random)}_${word(random)}`;
    text += `/* ${sentence(random)} */\nstatic int ${name}_${i}(int count)\n{\n\tfor (int i = 0; i < count; i++)\n\t\tprintf("%d ${word(random)}\\n", i * ${random.between(2, 99)});\n\treturn count;\n}\n\n`;
  }
  return Buffer.from(text);
}

export function journal(random: Random): Buffer {
  const lines = Array.from({ length: random.between(50, 400) }, (_, i) => {
    const clock = `${String(i % 24).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}`;
    return `Nov 21 ${clock} host ${word(random)}[${random.between(100, 9999)}]: ${sentence(random)}`;
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

export function mail(random: Random): Buffer {
  const head = `From: ${word(random)}@example.org\nTo: ${word(random)}@example.net\nSubject: ${sentence(random)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n`;
  return Buffer.from(head + prose(random, size(random) / 2));
}

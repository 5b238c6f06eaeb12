/** Text as hostile hosts name things: newlines, escapes, controls, bidi overrides, lone surrogates, replaced bytes. */
import fc from 'fast-check';

const NASTY = [
  '\n',
  '\r\n',
  '\u0000',
  '\u001b[2J\u001b]0;title\u0007',
  '\u0085',
  '\u009b31m',
  '\u007f',
  '\u2028',
  '\u2029',
  '\u202eexe.txt',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '\udfff',
  '"',
  '\\',
  '\\n',
  '</script>',
  '日本語',
  '🔒',
];

export const hostText = fc
  .array(
    fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 })),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

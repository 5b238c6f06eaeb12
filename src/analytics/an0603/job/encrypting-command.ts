/**
 * Command lines of known tools with encrypting arguments. Weak evidence by itself: names and arguments are the
 * caller's to choose, so only arguments are looked at where they are telling.
 *
 * @module
 */
const PATTERNS: readonly (readonly [what: string, tool: RegExp, args: RegExp])[] = [
  ['openssl enc', /^openssl/, /^(enc|aes-?\d+-?\w+|chacha20|camellia\S*|des3|bf\S*|rc4\S*)\b(?!.* -d\b)/],
  ['openssl cms/smime/pkeyutl', /^openssl/, /^(cms|smime|pkeyutl|rsautl)\b.* -encrypt\b/],
  ['gpg', /^gpg2?$/, /(^| )(-\w*[ce]\w*|--symmetric|--encrypt)( |$)(?!.*--decrypt)/],
  ['aescrypt', /^aescrypt/, /(^| )-e( |$)/],
  ['ccrypt', /^(ccrypt|ccencrypt)$/, /^(?!.*( |^)(-d|--decrypt)( |$))/],
  ['7z with a password', /^7z[ar]?$|^7zz$/, /^[au]\b.* -p/],
  ['zip with a password', /^zip$/, /(^| )(-\w*e\w*|-P|--encrypt|--password)( |$)/],
  ['rar with a password', /^rar$/, /^[am]\b.* -h?p/],
  ['age', /^r?age$/, /(^| )(-e|--encrypt|-r|-R|-p|--recipient|--passphrase)( |$)/],
  ['scrypt', /^scrypt$/, /^enc\b/],
  ['mcrypt', /^mcrypt$/, /^(?!.*( |^)-d( |$))/],
];

/** A renamed copy of a tool with a cipher named outright among its arguments. */
const CIPHER_ARGUMENT = /^-(aes-?(128|192|256)(-\w+)?|chacha20|camellia\S*|des3|bf-\w+|rc4)$/i;

/** Names what the command line says, or undefined. Applets (`busybox openssl …`) are looked through. */
export function encryptingCommand(argv: readonly string[]): string | undefined {
  const words = argv.slice(0, 40);
  for (const first of [0, 1]) {
    const tool = (words[first] ?? '').replace(/.*\//, '');
    const args = words.slice(first + 1).join(' ');
    for (const [what, name, pattern] of PATTERNS) if (name.test(tool) && pattern.test(args)) return what;
  }
  const cipher = words.find((word) => CIPHER_ARGUMENT.test(word));
  return cipher === undefined || words.includes('-d') ? undefined : `cipher argument ${cipher}`;
}

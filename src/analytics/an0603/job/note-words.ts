/**
 * What notes ask for, in several languages. One theme is any text; it takes two different ones.
 *
 * @module
 */
const THEMES: readonly (readonly [theme: string, words: RegExp])[] = [
  [
    'files taken hostage',
    /encrypt|decrypt|cifrad|encriptad|verschlüssel|entschlüssel|chiffré|crypté|déchiffr|зашифр|расшифр|criptat|zaszyfrowan|versleutel|加密|解密|暗号化|şifrele|locked|your (network|data|files|server)/iu,
  ],
  [
    'payment',
    /bitcoin|\bbtc\b|monero|\bxmr\b|wallet|ransom|rescate|lösegeld|rançon|riscatto|выкуп|биткоин|okup|比特币|ビットコイン|fidye|\bpay(ment)?\b|zahl(en|ung)|pagar|payer|оплат/iu,
  ],
  [
    'contact',
    /\.onion|tor browser|torproject|tox id|telegram|session id|protonmail|proton\.me|tutanota|onionmail|cock\.li|[\w.+-]+@[\w-]+\.\w{2,}|contact us|kontaktieren|contacter|contactar|связ|联系|write to us|email us/iu,
  ],
  [
    'threat',
    /\bleak|publish|stolen|exfiltrat|permanently|irreversibl|price (will )?(double|increase)|deadline|\d+ (hours|days|stunden|tage|heures|jours|часов|дней|horas|días)|do not (rename|modify|try|attempt|shut)/iu,
  ],
];

/** Themes that a text touches, when it touches hostage-taking or payment and at least one other; else none. */
export function readsLikeNote(text: string): readonly string[] {
  const found = THEMES.filter(([, words]) => words.test(text)).map(([theme]) => theme);
  const central = found.includes('files taken hostage') || found.includes('payment');
  return central && found.length >= 2 ? found : [];
}

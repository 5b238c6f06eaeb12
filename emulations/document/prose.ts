/** Words, sentences and paragraphs in the manner of office text, with the skewed frequencies that real text has. */
import type { Random } from './random.ts';

const COMMON =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so what up said its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years much where your way down should because long each just state those people too how';
const OFFICE =
  'account agreement amount annual appendix approval balance board budget client committee company contract customer delivery department deposit document employee estimate evidence expense figure finance forecast invoice issue letter manager meeting member minutes month office order payment period policy price product project proposal quarter receipt record region report request result review salary schedule section service signature staff statement supplier system table tax team transfer value vendor warranty';

const common = COMMON.split(' ');
const office = OFFICE.split(' ');

export function word(random: Random): string {
  return random.next() < 0.6 ? random.pick(common) : random.pick(office);
}

export function sentence(random: Random): string {
  const words = Array.from({ length: random.between(6, 18) }, () => word(random));
  const text = words.join(random.next() < 0.1 ? ', ' : ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function paragraph(random: Random): string {
  return Array.from({ length: random.between(3, 8) }, () => sentence(random)).join(' ');
}

/** At least so many bytes of paragraphs. */
export function prose(random: Random, bytes: number): string {
  let text = '';
  while (text.length < bytes) text += `${paragraph(random)}\n\n`;
  return text;
}

/** Documents of word processors and spreadsheets: zip archives of XML, with the parts that a program needs to open them. */
import { paragraph, sentence, word } from './prose.ts';
import type { Random } from './random.ts';
import { zipped } from './zip.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const contentTypes = (part: string, type: string) =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`;

const relationships = (target: string) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`;

/** A letter for a word processor (.docx). */
export function office(random: Random): Buffer {
  const paragraphs = Array.from(
    { length: random.between(5, 30) },
    () => `<w:p><w:r><w:t>${paragraph(random)}</w:t></w:r></w:p>`,
  );
  const body = `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.join('')}</w:body></w:document>`;
  return zipped([
    ['[Content_Types].xml', contentTypes('/word/document.xml', 'wordprocessingml.document')],
    ['_rels/.rels', relationships('word/document.xml')],
    ['word/document.xml', body],
  ]);
}

/** Figures for a spreadsheet (.xlsx). */
export function spreadsheet(random: Random): Buffer {
  const rows = Array.from({ length: random.between(30, 300) }, (_, i) => {
    const cells = [0, 1, 2, 3].map(() => `<c><v>${(random.next() * 10_000).toFixed(2)}</v></c>`);
    return `<row r="${i + 1}"><c t="inlineStr"><is><t>${word(random)}</t></is></c>${cells.join('')}</row>`;
  });
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return zipped([
    ['[Content_Types].xml', contentTypes('/xl/workbook.xml', 'spreadsheetml.sheet')],
    ['_rels/.rels', relationships('xl/workbook.xml')],
    ['xl/workbook.xml', `${XML}<workbook xmlns="${main}"><sheets><sheet name="1" sheetId="1"/></sheets></workbook>`],
    [
      'xl/worksheets/sheet1.xml',
      `${XML}<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
    ],
  ]);
}

/** An OpenDocument text (.odt): its type comes first, and is not compressed. */
export function openDocument(random: Random): Buffer {
  const name = 'urn:oasis:names:tc:opendocument:xmlns';
  const body = Array.from({ length: random.between(5, 30) }, () => `<text:p>${paragraph(random)}</text:p>`).join('');
  return zipped(
    [
      ['mimetype', 'application/vnd.oasis.opendocument.text'],
      [
        'content.xml',
        `${XML}<office:document-content xmlns:office="${name}:office:1.0" xmlns:text="${name}:text:1.0"><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      ],
      [
        'meta.xml',
        `${XML}<office:document-meta xmlns:office="${name}:office:1.0"><office:meta>${sentence(random)}</office:meta></office:document-meta>`,
      ],
    ],
    ['mimetype'],
  );
}

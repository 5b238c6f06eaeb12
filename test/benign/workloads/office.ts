/** Documents converted into other formats, with and without removal of what they were. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

async function letters(room: Room): Promise<void> {
  room.documents({ kinds: ['markdown', 'letter'], documents: 40 });
}

export const office: readonly Workload[] = [
  {
    id: 'office/libreoffice',
    about: 'LibreOffice converts letters to ODT and on to PDF, and over the older ones',
    row: 'LibreOffice conversion',
    needs: needs('soffice:libreoffice-writer-nogui'),
    short: false,
    prepare: letters,
    run: async (room) => {
      const convert = 'soffice --headless -env:UserInstallation=file://$PWD/profile --convert-to';
      await room.work(
        `${convert} odt --outdir out $(find documents -name '*.txt') > /dev/null; ${convert} pdf --outdir out out/*.odt > /dev/null; ${convert} docx --outdir out out/*.odt > /dev/null; ${convert} odt --outdir out out/*.docx > /dev/null; rm out/*.docx`,
      );
      assert.equal(room.find('out/*.pdf').length, 20);
    },
  },
  {
    id: 'office/pandoc',
    about: 'pandoc makes DOCX and EPUB of notes, which are removed',
    row: 'LibreOffice conversion',
    needs: needs('pandoc'),
    short: false,
    prepare: letters,
    run: async (room) => {
      await room.work(
        `for f in $(find documents -name '*.md' | head -10); do pandoc $f -o \${f%.md}.docx; pandoc -M title=t $f -o \${f%.md}.epub; rm $f; done`,
      );
      assert.equal(room.find('documents/**/*.epub').length, 10);
    },
  },
  {
    id: 'office/ghostscript',
    about: 'Ghostscript writes PDF files anew and renames over them',
    row: 'LibreOffice conversion',
    needs: needs('gs:ghostscript'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['portable'], documents: 30 });
    },
    run: async (room) => {
      await room.work(
        `for f in $(find documents -name '*.pdf'); do gs -q -dSAFER -sDEVICE=pdfwrite -o $f.new $f; mv $f.new $f; done`,
      );
      assert.equal(room.find('documents/**/*.pdf').length, 30);
    },
  },
  {
    id: 'office/qpdf',
    about: 'PDF files are written anew in place, and three of them get a password',
    row: 'LibreOffice conversion',
    needs: needs('qpdf'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['portable'], documents: 30 });
    },
    run: async (room) => {
      await room.work(
        `find documents -name '*.pdf' -exec qpdf --replace-input --object-streams=generate --recompress-flate {} \\;
         for f in $(find documents -name '*.pdf' | head -3); do qpdf --replace-input --encrypt own own 256 -- $f; done`,
      );
      assert.equal(room.find('documents/**/*.pdf').length, 30);
    },
  },
  {
    id: 'office/exports',
    about: 'a spreadsheet program exports zip files over older ones, in place',
    row: 'LibreOffice conversion',
    needs: needs('python3'),
    short: false,
    prepare: async (room) => {
      room.documents({ kinds: ['office', 'table'], documents: 60 });
    },
    run: async (room) => {
      room.write({ 'export.py': EXPORT });
      await room.work('python3 export.py');
      assert.equal(room.find('documents/**/*.docx').length, 30);
    },
  },
];

/** Each container is read, one part of it changed, and all of it written into the same file. */
const EXPORT = `
import glob, io, zipfile
for path in glob.glob('documents/**/*.docx', recursive=True):
    with zipfile.ZipFile(path) as old: parts = {name: old.read(name) for name in old.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, data in parts.items(): new.writestr(name, data.replace(b'e', b'ee'))
        new.writestr('docProps/app.xml', '<Properties/>')
    with open(path, 'r+b') as file: file.write(out.getvalue()); file.truncate()
`;

/** Photographs and films: changed in place, optimised, imported from a card, transcoded with removal of the source. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

async function drawings(room: Room): Promise<void> {
  room.documents({ kinds: ['picture'], documents: 60 });
}

async function photographs(room: Room): Promise<void> {
  room.documents({ kinds: ['photo'], documents: 60 });
}

async function films(room: Room): Promise<void> {
  await room.aside(
    `mkdir films; for i in 1 2 3 4 5; do ffmpeg -v error -f lavfi -i testsrc=duration=2:size=320x240:rate=15 -f lavfi -i sine=frequency=\${i}00:duration=2 -c:v mpeg4 -c:a pcm_s16le films/$i.avi < /dev/null; done`,
  );
}

function photo(
  name: string,
  about: string,
  need: string,
  script: string,
  prepare: (room: Room) => Promise<void> = photographs,
  short = false,
): Workload {
  return {
    id: `pictures/${name}`,
    about,
    row: 'mogrify, jpegoptim',
    needs: needs(...need.split(' ')),
    short,
    prepare,
    run: async (room) => {
      const before = room.digest();
      await room.work(script);
      assert.notEqual(room.digest(), before);
      assert.ok(room.find('documents/**/*.{png,jpg}').length >= 60);
    },
  };
}

export const pictures: readonly Workload[] = [
  photo(
    'optipng',
    'optipng optimises drawings in place',
    'optipng',
    "find documents -name '*.png' -exec optipng -quiet -o1 {} +",
    drawings,
    true,
  ),
  photo(
    'mogrify',
    'mogrify makes photographs smaller in place',
    'mogrify:imagemagick',
    "find documents -name '*.jpg' -exec mogrify -resize 80% -quality 80 {} +",
  ),
  photo(
    'mogrify-png',
    'mogrify changes drawings in place',
    'mogrify:imagemagick',
    "find documents -name '*.png' -exec mogrify -negate -strip {} +",
    drawings,
  ),
  photo(
    'jpegoptim',
    'jpegoptim optimises photographs in place',
    'jpegoptim',
    "find documents -name '*.jpg' -exec jpegoptim -q -m 70 {} +",
  ),
  photo(
    'jpegoptim-each',
    'jpegoptim for every photograph, four at once',
    'jpegoptim',
    "find documents -name '*.jpg' | xargs -n 1 -P 4 jpegoptim -q -s -m 60",
  ),
  photo(
    'exiftool',
    'exiftool writes names and places into photographs',
    'exiftool:libimage-exiftool-perl',
    'exiftool -q -r -overwrite_original -Artist=me -GPSLatitude=1 documents',
  ),
  photo(
    'exiftool-in-place',
    'exiftool writes into the file itself and keeps the original beside it',
    'exiftool:libimage-exiftool-perl',
    'exiftool -q -r -overwrite_original_in_place -Comment=mine documents; exiftool -q -r -Copyright=me documents',
  ),
  photo(
    'webp',
    'photographs become WebP and the JPEG is removed',
    'convert:imagemagick',
    `for f in $(find documents -name '*.jpg' | head -30); do convert $f \${f%.jpg}.webp; rm $f; done; find documents -name '*.webp' | while read -r f; do convert $f \${f%.webp}.jpg; done`,
  ),
  photo(
    'modern-formats',
    'photographs become JPEG XL, AVIF and HEIC, and the JPEG is removed',
    'cjxl:libjxl-tools avifenc:libavif-bin heif-enc:libheif-examples',
    `i=0; for f in $(find documents -name '*.jpg' | head -9); do i=$((i + 1)); g=\${f%.jpg}
     case $((i % 3)) in 0) cjxl -e 3 --quiet $f $g.jxl 2> /dev/null ;; 1) avifenc -s 9 $f $g.avif > /dev/null ;; 2) heif-enc -q 50 $f -o $g.heic > /dev/null ;; esac; rm $f; touch $g.png; done`,
  ),
  {
    id: 'pictures/import',
    about: 'photographs are copied from a card, turned, and removed from the card',
    row: 'mogrify, jpegoptim',
    needs: needs('mogrify:imagemagick'),
    short: false,
    prepare: photographs,
    run: async (room) => {
      await room.work(
        `mkdir import; for f in $(find documents -name '*.jpg'); do cp $f import/; mogrify -rotate 90 import/$(basename $f); rm $f; done`,
      );
      assert.equal(room.find('documents/**/*.jpg').length, 0);
      assert.ok(room.find('import/*.jpg').length > 0);
    },
  },
  {
    id: 'pictures/ffmpeg',
    about: 'films are transcoded and the sources removed, or renamed over',
    row: 'ffmpeg',
    needs: needs('ffmpeg'),
    short: false,
    prepare: films,
    run: async (room) => {
      await room.work(
        `for i in 1 2 3; do ffmpeg -v error -i films/$i.avi -c:v libx264 -preset ultrafast -c:a aac films/$i.mp4 < /dev/null; rm films/$i.avi; done
         for i in 4 5; do ffmpeg -v error -i films/$i.avi -c:v libvpx -deadline realtime -c:a libvorbis -f webm films/$i.new < /dev/null; mv films/$i.new films/$i.avi; done`,
      );
      assert.equal(room.find('films/*.mp4').length, 3);
    },
  },
  {
    id: 'pictures/swarm',
    about:
      'photographs arrive in pieces of 2 KiB in any order, in files that were made as long as they will be, and are read again',
    row: 'mogrify, jpegoptim',
    needs: needs('python3'),
    short: false,
    prepare: async (room) => {
      await photographs(room);
      await room.aside(
        `cp -r documents source; find documents -name '*.jpg' | while read -r f; do size=$(stat -c %s $f); truncate -s 0 $f; truncate -s $size $f; done`,
      );
    },
    run: async (room) => {
      room.write({ 'swarm.py': SWARM });
      await room.work('python3 swarm.py');
      assert.equal(room.digest(), room.digest('source'));
    },
  },
  {
    id: 'pictures/faststart',
    about: 'the index of films is moved to their beginning, and titles are written in place',
    row: 'ffmpeg',
    needs: needs('ffmpeg', 'exiftool:libimage-exiftool-perl'),
    short: false,
    prepare: async (room) => {
      await films(room);
      await room.aside(
        `for i in 1 2 3 4 5; do ffmpeg -v error -i films/$i.avi -c:v libx264 -preset ultrafast films/$i.mp4 < /dev/null; done`,
      );
    },
    run: async (room) => {
      await room.work(
        `for i in 1 2 3 4 5; do ffmpeg -v error -i films/$i.mp4 -c copy -movflags +faststart films/$i.new.mp4 < /dev/null; mv films/$i.new.mp4 films/$i.mp4; done
         exiftool -q -overwrite_original_in_place -Title=mine films/*.mp4`,
      );
      await room.aside('for i in 1 2 3 4 5; do ffmpeg -v error -xerror -i films/$i.mp4 -f null - < /dev/null; done');
    },
  },
  {
    id: 'pictures/flac',
    about: 'recordings become FLAC, the WAV is removed, and tags are written in place',
    row: 'ffmpeg',
    needs: needs('ffmpeg', 'flac', 'mid3v2:python3-mutagen'),
    short: false,
    prepare: async (room) => {
      await room.aside(
        `mkdir music; for i in $(seq 12); do ffmpeg -v error -f lavfi -i "aevalsrc=sin($i*100*t)+0.2*random(0):d=4" music/$i.wav < /dev/null; ffmpeg -v error -i music/$i.wav music/$i.mp3 < /dev/null; done`,
      );
    },
    run: async (room) => {
      await room.work(
        `flac --totally-silent --delete-input-file music/*.wav; metaflac --set-tag=ARTIST=me music/*.flac; mid3v2 -a me -A "$(seq 500 | tr '\\n' ' ')" music/*.mp3`,
      );
      assert.equal(room.find('music/*.flac').length, 12);
    },
  },
  {
    id: 'pictures/music',
    about: 'recordings become MP3 and Opus, and are removed',
    row: 'ffmpeg',
    needs: needs('ffmpeg'),
    short: false,
    prepare: async (room) => {
      await room.aside(
        `mkdir music; for i in $(seq 12); do ffmpeg -v error -f lavfi -i "aevalsrc=sin($i*100*t)+0.2*random(0):d=4" music/$i.wav < /dev/null; done`,
      );
    },
    run: async (room) => {
      await room.work(
        `for i in $(seq 6); do ffmpeg -v error -i music/$i.wav music/$i.mp3 < /dev/null; rm music/$i.wav; done
         for i in $(seq 7 12); do ffmpeg -v error -i music/$i.wav -c:a libopus music/$i.opus < /dev/null; rm music/$i.wav; done`,
      );
      assert.deepEqual(room.find('music/*.wav'), []);
    },
  },
];

/** The pieces of each file in an order of chance, written where they belong and read again to check them. */
const SWARM = `
import glob, os, random
random.seed(4)
for source in glob.glob('source/**/*.jpg', recursive=True):
    data = open(source, 'rb').read()
    there = os.open('documents' + source[6:], os.O_RDWR)
    pieces = list(range(0, len(data), 1 << 11)); random.shuffle(pieces)
    for at in pieces:
        os.pwrite(there, data[at:at + (1 << 11)], at)
        assert os.pread(there, 1 << 11, at) == data[at:at + (1 << 11)]
    os.close(there)
`;

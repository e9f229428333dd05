import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accentSheet, darkAccentOf, isBrandName, isReadableAccent } from './brand.ts';
import { readImage } from './image.ts';
import { GIF, JPEG, PNG, WEBP } from './testing/pictures.ts';

const changed = (file: Buffer, at: number, ...bytes: readonly number[]) => {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
};

it('F08 takes as a name what is one, and nothing that a phone would dial, open or speak as something else', () => {
  for (const name of ['Contoso', 'Müller & Söhne GmbH', 'A1', "St. John's (North)", 'Ärzte-Bank']) {
    assert.ok(isBrandName(name), name);
  }
  for (const name of [
    '',
    'A',
    ' Contoso',
    'Contoso  Bank',
    'Contoso\nCode: 1',
    'Contoso: Bank',
    '</Say><Dial>+1900',
    'contoso.com',
    'Call 1900 555 0100',
    'Call 1-9-0-0-5',
    '+44',
    'Соntоsо',
    'Bank\u202E',
    'Bank\u00AD',
    '{organisation}',
    '.,&',
    'Contoso 💰',
    'x'.repeat(41),
  ]) {
    assert.ok(!isBrandName(name), name);
  }
});

it('takes a colour whose words can be read, and makes of it one that can be read in the dark', () => {
  for (const accent of ['#1756c2', '#000000', '#8a1538', '#00695c']) {
    assert.ok(isReadableAccent(accent), accent);
    assert.match(darkAccentOf(accent), /^#[0-9a-f]{6}$/);
  }
  for (const accent of ['#ffffff', '#ffcc00', '#8ab4ff', '#7a7a7a']) {
    assert.ok(!isReadableAccent(accent), accent);
  }
  assert.equal(darkAccentOf('#ffffff'), '#ffffff');
  assert.notEqual(darkAccentOf('#000000'), '#000000');
  assert.match(accentSheet('#00695c'), /^:root\{--accent:#00695c\}@media/);
});

it('tells pictures by their structure: three kinds, whole, still, of a size that is no burden', () => {
  assert.deepEqual([PNG, JPEG, WEBP].map(readImage), ['image/png', 'image/jpeg', 'image/webp']);
  const others: Readonly<Record<string, Buffer>> = {
    empty: Buffer.alloc(0),
    gif: GIF,
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    'page behind a png': Buffer.concat([PNG, Buffer.from('<script>')]),
    'page behind a jpeg': Buffer.concat([JPEG, Buffer.from('<script>')]),
    'page in a jpeg, behind its end': Buffer.concat([JPEG, Buffer.from([0, 0xff, 0xd9])]),
    'page behind a webp': Buffer.concat([WEBP, Buffer.from('<script>')]),
    'half a png': PNG.subarray(0, PNG.length - 1),
    'half a jpeg': JPEG.subarray(0, JPEG.length - 3),
    'half a webp': WEBP.subarray(0, WEBP.length - 2),
    'png of 65536 points': changed(PNG, 16, 0, 1, 0, 0),
    'png of no points': changed(PNG, 16, 0, 0, 0, 0),
    'animated png': changed(PNG, 37, ...Buffer.from('acTL')),
    'moving webp': changed(WEBP, 12, ...Buffer.from('VP8X'), 10, 0, 0, 0, 2),
  };
  for (const [name, file] of Object.entries(others)) assert.equal(readImage(file), undefined, name);
  for (const file of [PNG, JPEG, WEBP]) {
    for (let end = 0; end < file.length; end += 1) readImage(file.subarray(0, end));
    for (let at = 0; at < file.length; at += 1) readImage(changed(file, at, 0xff));
  }
});

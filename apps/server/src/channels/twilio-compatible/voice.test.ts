import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeVoice } from './voice.ts';

it('each message is said in the language in which it was set, and digits in that of their greeting', async () => {
  const asked: (string | undefined)[] = [];
  const book = {
    read: async (language: string | undefined) => {
      asked.push(language);
      return new Map([
        ['code.greeting', { language: 'fr-FR', words: 'Bonjour.', url: undefined }],
        ['code.again', { language: 'fr-FR', words: undefined, url: 'https://x.example/a' }],
      ]);
    },
  };
  const { say, languageOf } = await makeVoice(book, 'fr-CA');
  assert.deepEqual(asked, ['fr-CA']);
  assert.deepEqual(say('code.greeting'), {
    name: 'Say',
    attributes: { language: 'fr-FR' },
    children: ['Bonjour.'],
  });
  assert.deepEqual(say('code.again'), { name: 'Play', children: ['https://x.example/a'] });
  assert.deepEqual(say('code.keep').attributes, { language: 'en-US' });
  assert.deepEqual([languageOf('code.greeting'), languageOf('code.keep')], ['fr-FR', 'en-US']);
});

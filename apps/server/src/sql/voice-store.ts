import { createHash } from 'node:crypto';
import type { VoiceMessageName } from '@proofup/contract/voice-messages.ts';
import type { VoiceSettings, VoiceStore } from '#delivery/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullable } from './convert.ts';
import { makeMetaStore } from './meta-store.ts';
import type { VoiceTable } from './schema-people.ts';
import { insertStatement, statement } from './statement.ts';

type Key = { message: VoiceMessageName; language: string };

const INSERT = insertStatement('voice_message', 'ignore');

const SET_WORDS = statement((db, given: Key & { words: string | null }) =>
  db
    .updateTable('voice_message')
    .set({ words: given.words })
    .where('message', '=', given.message)
    .where('language', '=', given.language),
);

type Recording = Pick<VoiceTable, 'sound' | 'media_type' | 'seconds' | 'sound_bytes' | 'digest'>;

const SET_SOUND = statement((db, given: Key & Recording) =>
  db
    .updateTable('voice_message')
    .set({
      sound: given.sound,
      media_type: given.media_type,
      seconds: given.seconds,
      sound_bytes: given.sound_bytes,
      digest: given.digest,
    })
    .where('message', '=', given.message)
    .where('language', '=', given.language),
);

/** Without the recordings themselves: a call asks for this at every turn. */
const LIST = statement((db, given: { language: string }) =>
  db
    .selectFrom('voice_message')
    .select(['message', 'language', 'words', 'media_type', 'seconds', 'sound_bytes', 'digest'])
    .where('language', '=', given.language),
);

const LANGUAGES = statement((db) =>
  db
    .selectFrom('voice_message')
    .select('language')
    .distinct()
    .where((eb) => eb.or([eb('words', 'is not', null), eb('digest', 'is not', null)]))
    .orderBy('language'),
);

const SOUND = statement((db, given: Key) =>
  db
    .selectFrom('voice_message')
    .select(['sound', 'media_type', 'digest'])
    .where('message', '=', given.message)
    .where('language', '=', given.language),
);

const EMPTY: Recording = {
  sound: null,
  media_type: null,
  seconds: null,
  sound_bytes: null,
  digest: null,
};
const SETTINGS = 'voice';
const STANDARD: VoiceSettings = { language: 'en-US', callerId: undefined };

export function makeVoiceStore(sql: Sql): VoiceStore {
  const meta = makeMetaStore(sql);
  const prepare = ({ message, language }: Key): void =>
    sql.tell(INSERT, [{ message, language, words: null, ...EMPTY }]);
  return {
    settings: async () => {
      const stored = await meta.get(SETTINGS);
      return stored === undefined ? STANDARD : JSON.parse(stored);
    },
    setSettings: (settings) => meta.set(SETTINGS, JSON.stringify(settings)),
    setWords: async ({ message, language }, words) => {
      prepare({ message, language });
      sql.tell(SET_WORDS, { message, language, words: words ?? null });
    },
    setSound: async ({ message, language }, sound) => {
      prepare({ message, language });
      const recording =
        sound === undefined
          ? EMPTY
          : {
              sound: sound.bytes,
              media_type: sound.mediaType,
              seconds: Math.ceil(sound.seconds),
              sound_bytes: sound.bytes.length,
              digest: createHash('sha256').update(sound.bytes).digest('base64url'),
            };
      sql.tell(SET_SOUND, { message, language, ...recording });
    },
    languages: async () => (await sql.all(LANGUAGES, {})).map(({ language }) => language),
    list: async (language) =>
      (await sql.all(LIST, { language })).map((row) => ({
        message: row.message,
        words: fromNullable(row.words),
        sound:
          row.digest === null || row.media_type === null
            ? undefined
            : {
                digest: row.digest,
                mediaType: row.media_type,
                seconds: row.seconds ?? 0,
                bytes: row.sound_bytes ?? 0,
              },
      })),
    soundOf: async ({ message, language }) => {
      const row = await sql.first(SOUND, { message, language });
      if (row === undefined || row.sound === null) return undefined;
      const { sound, media_type: mediaType, digest } = row;
      return mediaType === null || digest === null
        ? undefined
        : { bytes: sound, mediaType, digest };
    },
  };
}

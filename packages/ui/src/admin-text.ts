import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_ADMIN } from './texts/en-admin.ts';
import { EN_BRAND } from './texts/en-brand.ts';
import { EN_CONNECT } from './texts/en-connect.ts';
import { EN_CONSOLE } from './texts/en-console.ts';
import { EN_GROUPS } from './texts/en-groups.ts';
import { EN_HELPING } from './texts/en-helping.ts';
import { EN_PEOPLE } from './texts/en-people.ts';
import { EN_PERSON } from './texts/en-person.ts';
import { EN_POLICY } from './texts/en-policy.ts';
import { EN_VOICE_TEST } from './texts/en-voice-test.ts';
import { EN_PROTECTION } from './texts/en-protection.ts';
import { EN_ROLL_OUT } from './texts/en-roll-out.ts';

/** For the pages of the administration. */
export const t = textsOf({
  ...EN,
  ...EN_ADMIN,
  ...EN_PEOPLE,
  ...EN_CONNECT,
  ...EN_HELPING,
  ...EN_CONSOLE,
  ...EN_GROUPS,
  ...EN_PERSON,
  ...EN_POLICY,
  ...EN_PROTECTION,
  ...EN_ROLL_OUT,
  ...EN_BRAND,
  ...EN_VOICE_TEST,
});

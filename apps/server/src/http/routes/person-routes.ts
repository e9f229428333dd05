import type { ChooseLanguage } from '#security-info/choose-language.ts';
import { type Handlers, ok } from '../handler.ts';
import { present } from '../views.ts';

type Dependencies = { readonly chooseLanguage: ChooseLanguage };

/** What people choose of how they are spoken to. */
export function makePersonRoutes({
  chooseLanguage,
}: Dependencies): Pick<Handlers, 'getLanguage' | 'setLanguage'> {
  const view = async (language: string | undefined) =>
    ok({ ...present('language', language), offered: [...(await chooseLanguage.offered())] });
  return {
    getLanguage: async ({ caller: { user } }) => view(user.language),
    setLanguage: async ({ caller: { user, context }, body: { language } }) => {
      await chooseLanguage.choose(user.id, language, context);
      return view(language);
    },
  };
}

import type { BrandView } from '@proofup/contract/schemas.ts';
import type { ChangeBrand } from '#administration/change-brand.ts';
import type { LiveBrand } from '#policy/ports.ts';
import { logoPath } from '../brand.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly brand: LiveBrand;
  readonly changeBrand: ChangeBrand;
};

type BrandRoutes = Pick<Handlers, 'getBrand' | 'setBrand' | 'setLogo'>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function makeAdminBrandRoutes({ brand, changeBrand }: Dependencies): BrandRoutes {
  const view = (): BrandView => {
    const { organisation, accent, logo } = brand.current();
    return {
      settled: brand.settled,
      ...present('organisation', organisation),
      ...present('accent', accent),
      ...present(
        'logo',
        logo && { address: logoPath(logo.digest), mediaType: logo.mediaType, bytes: logo.bytes },
      ),
    };
  };
  return {
    getBrand: async () => ok(view()),
    setBrand: async ({ caller, body: { reason, organisation, accent } }) => {
      const order = { ...signedInAs(caller), reason };
      const outcome = await changeBrand.words({ organisation, accent }, order);
      switch (outcome) {
        case 'changed':
          return ok(view());
        case 'name-unacceptable':
          return problem('name_unacceptable');
        case 'colour-unreadable':
          return problem('colour_unreadable');
      }
    },
    setLogo: async ({ caller, body: { reason, logo } }) => {
      if (logo !== undefined && !BASE64.test(logo)) return problem('image_unacceptable');
      const file = logo === undefined ? undefined : Buffer.from(logo, 'base64');
      const outcome = await changeBrand.logo(file, { ...signedInAs(caller), reason });
      return outcome === 'changed' ? ok(view()) : problem('image_unacceptable');
    },
  };
}

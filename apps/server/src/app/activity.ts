import { readFileSync } from 'node:fs';
import { isActivity } from '@proofup/contract/activity.ts';
import { makeAccountOf } from '#audit/account-of.ts';
import { NO_PLACES, parsePlaces, type PlaceOf } from '#domain/places.ts';

/** The contract says what people see of themselves. */
export const accountOf = makeAccountOf(isActivity);

/** Its message is for an operator. */
class PlacesRefused extends Error {
  override readonly name = 'PlacesRefused';
}

export function readPlaces(file: string | undefined): PlaceOf {
  if (file === undefined) return NO_PLACES;
  const places = parsePlaces(readFileSync(file, 'utf8'));
  if (places.kind === 'places') return places.placeOf;
  throw new PlacesRefused(`places.file: line ${places.line} is not network,country`);
}

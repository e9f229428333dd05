import type { Demand, Policy, Question } from '#domain/policy.ts';
import type { Brand } from '#domain/brand.ts';
import type { User } from '#domain/user.ts';

/** One answer to one question; a newer version takes the place of an older one. */
export type PolicyRow = {
  readonly question: Question;
  /** From 1 on; 0 stands for the settings. */
  readonly version: number;
  readonly value: unknown;
  readonly reason: string;
  readonly changedBy: string;
  readonly changedAt: Date;
};

export interface PolicyStore {
  /** The newest answer to each question that has one. */
  latest(): Promise<readonly PolicyRow[]>;
  /** Newest first. */
  history(question: Question, limit: number): Promise<readonly PolicyRow[]>;
  /** False when somebody else has answered meanwhile: the version is taken. */
  insert(row: PolicyRow): Promise<boolean>;
}

/** The policy in force on this node. */
export type LivePolicy = {
  readonly current: () => Policy;
  readonly versionOf: (question: Question) => number;
  /** A stored answer as its question has it; throws where it is none. */
  readonly read: <Asked extends Question>(question: Asked, value: unknown) => Policy[Asked];
  /** Reads what is stored anew. */
  readonly refresh: () => Promise<void>;
};

/** What the policy asks of this account now. */
export type DemandOf = (user: Pick<User, 'id' | 'role'>) => Promise<Demand>;

export interface BrandStore {
  find(): Promise<Brand>;
  /** The picture with this digest; undefined where there is another one by now, or none. */
  logo(digest: string): Promise<Uint8Array | undefined>;
  setWords(words: Pick<Brand, 'organisation' | 'accent'>): Promise<void>;
  /** Undefined: none any more. */
  setLogo(
    logo: { readonly bytes: Uint8Array; readonly mediaType: string } | undefined,
  ): Promise<void>;
}

/** How the organisation presents itself, on this node. */
export type LiveBrand = {
  /** Its name in the settings. */
  readonly settled: string;
  readonly current: () => Brand;
  /** Its name: what was set, or what the settings say. */
  readonly organisation: () => string;
  readonly refresh: () => Promise<void>;
};

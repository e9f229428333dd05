/** Identifiers are UUIDv7 text (RFC 9562 section 5.7); the brand keeps one kind from passing for another. */
type Branded<Name extends string> = string & { readonly __brand: Name };

export type UserId = Branded<'UserId'>;
export type AuthenticatorId = Branded<'AuthenticatorId'>;
export type BindingId = Branded<'BindingId'>;
export type SignInId = Branded<'SignInId'>;
export type ChallengeId = Branded<'ChallengeId'>;
export type SessionId = Branded<'SessionId'>;
export type ApprovalId = Branded<'ApprovalId'>;
export type CallerCheckId = Branded<'CallerCheckId'>;
export type BypassId = Branded<'BypassId'>;
export type CaseId = Branded<'CaseId'>;
export type RelyingPartyId = Branded<'RelyingPartyId'>;
export type ApplicationId = Branded<'ApplicationId'>;
export type ImportId = Branded<'ImportId'>;
export type HardwareTokenId = Branded<'HardwareTokenId'>;
export type OutboxId = Branded<'OutboxId'>;
export type RememberedBrowserId = Branded<'RememberedBrowserId'>;
export type GroupId = Branded<'GroupId'>;
export type AppPasswordId = Branded<'AppPasswordId'>;
export type AlertTargetId = Branded<'AlertTargetId'>;
export type AlertId = Branded<'AlertId'>;
export type ExportId = Branded<'ExportId'>;

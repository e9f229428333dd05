/**
 * Every error a client can meet: the HTTP status it travels with. Closed: a code that is not here
 * does not exist. Served as RFC 9457 problem documents; the plain words are texts `error.<code>`.
 */
export const ERROR_CODES = {
  invalid_request: 400,
  sign_in_failed: 401,
  not_signed_in: 401,
  code_rejected: 401,
  code_already_used: 401,
  device_unknown: 401,
  freeze_refused: 401,
  handover_refused: 401,
  password_rejected: 401,
  app_password_rejected: 401,
  caller_check_refused: 401,
  service_key_refused: 401,
  access_denied: 403,
  own_account: 403,
  out_of_reach: 403,
  scope_missing: 403,
  sign_in_blocked: 403,
  fraud_reported: 403,
  set_up_required: 403,
  task_required: 403,
  step_up_required: 403,
  changes_held: 403,
  csrf_refused: 403,
  method_unavailable: 403,
  bootstrap_refused: 403,
  activation_refused: 403,
  reset_refused: 403,
  signature_refused: 403,
  not_found: 404,
  not_approved_yet: 409,
  already_reported: 409,
  case_taken: 409,
  name_taken: 409,
  call_in_progress: 409,
  shown_once: 409,
  approval_required: 409,
  caller_not_verified: 409,
  role_forbids: 409,
  last_method: 409,
  limit_reached: 409,
  login_taken: 409,
  token_in_use: 409,
  group_in_use: 409,
  policy_changed: 409,
  networks_unusable: 422,
  challenge_over: 410,
  approval_over: 410,
  caller_check_over: 410,
  sign_in_over: 410,
  binding_over: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  host_refused: 421,
  idempotency_key_reused: 422,
  number_unavailable: 422,
  sound_unacceptable: 422,
  name_unacceptable: 422,
  colour_unreadable: 422,
  image_unacceptable: 422,
  address_refused: 422,
  password_unacceptable: 422,
  password_too_short: 422,
  password_unchanged: 422,
  too_many_attempts: 429,
  too_many_messages: 429,
  too_many_calls: 429,
  internal_error: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** RFC 9457 section 3.1, with what support needs: nothing in it identifies a person. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly correlationId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** Seconds; also sent as the Retry-After header (RFC 9110 section 10.2.3). */
  readonly retryAfter?: number;
  /** JSON paths of what was not understood, never the values. */
  readonly fields?: readonly string[];
};

type ApiError = { readonly status: number; readonly code: number; readonly message: string };

/** The errors of the carrier's dictionary that the simulator can cause. */
export const API_ERRORS = {
  notAuthenticated: { status: 401, code: 20003, message: 'Authenticate' },
  notAllowed: { status: 405, code: 20004, message: 'Method not allowed' },
  notFound: { status: 404, code: 20404, message: 'The requested resource was not found' },
  broken: { status: 500, code: 20500, message: 'An internal server error has occurred' },
  callWithoutTo: { status: 400, code: 21201, message: "No 'To' number is specified" },
  callWithoutUrl: { status: 400, code: 21205, message: 'Url is not a valid URL' },
  numberInvalid: { status: 400, code: 21211, message: "The 'To' number is not valid" },
  callWithoutFrom: { status: 400, code: 21213, message: "No 'From' number is specified" },
  textWithoutBody: { status: 400, code: 21602, message: 'Message body is required.' },
  textWithoutFrom: { status: 400, code: 21603, message: "A 'From' phone number is required." },
  textWithoutTo: { status: 400, code: 21604, message: "A 'To' phone number is required." },
  textRefused: {
    status: 400,
    code: 21610,
    message: 'Attempt to send to unsubscribed recipient',
  },
  textTooLong: {
    status: 400,
    code: 21617,
    message: 'The concatenated message body exceeds the 1600 character limit',
  },
} as const satisfies Record<string, ApiError>;

export type ApiErrorName = keyof typeof API_ERRORS;

export function apiErrorJson(name: ApiErrorName) {
  const { status, code, message } = API_ERRORS[name];
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

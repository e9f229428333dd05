export type TwilioSettings = {
  /** `https://api.twilio.com`, or any service that speaks the same API. */
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** What texts are sent from: a number in E.164 form or a messaging service (`MG…`). */
  readonly from: string;
  /** The caller id of calls, in E.164 form. */
  readonly callFrom: string;
  /** Where the carrier reaches us; its signature covers this very URL. */
  readonly publicUrl: string;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Lets the carrier tell voicemail from a person before the call says anything. */
  readonly machineDetection: boolean;
};

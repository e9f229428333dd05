import { ALERT_KIND_NAMES, alertKindOf } from '@proofup/contract/alert-kinds.ts';
import type { SentAlertView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

/** What can be told, with the sentence that is sent. */
export const ALERT_CHOICES = ALERT_KIND_NAMES.map((value) => ({
  value,
  label: alertKindOf(value).says,
}));

export const saysOf = (alert: SentAlertView['alert']): string =>
  alert === 'test' ? t('alerts.test.what') : alertKindOf(alert).says;

export const STATUS_WORDS: Readonly<Record<SentAlertView['status'], () => string>> = {
  queued: () => t('alerts.status.queued'),
  sent: () => t('alerts.status.sent'),
  delivered: () => t('alerts.status.delivered'),
  undelivered: () => t('alerts.status.undelivered'),
  failed: () => t('alerts.status.failed'),
  expired: () => t('alerts.status.expired'),
};

export const STATUS_MARKS: Readonly<Record<SentAlertView['status'], string | undefined>> = {
  queued: undefined,
  sent: 'good',
  delivered: 'good',
  undelivered: 'danger',
  failed: 'danger',
  expired: 'danger',
};

const REASONS: Readonly<Record<string, () => string>> = {
  target_gone: () => t('alerts.reason.gone'),
  bad_address: () => t('alerts.reason.address'),
  not_https: () => t('alerts.reason.not-https'),
  not_public: () => t('alerts.reason.not-public'),
  unreachable: () => t('alerts.reason.unreachable'),
  expired: () => t('alerts.reason.expired'),
};

/** Why it did not arrive; what a mail server said stands as it is. */
export function reasonText(reason: string): string {
  const [, status] = /^status_(\d{3})$/.exec(reason) ?? [];
  if (status !== undefined) return t('alerts.reason.status', { status });
  return new Map(Object.entries(REASONS)).get(reason)?.() ?? reason;
}

import type { ActivityLineView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/account-text.ts';
import { LineIcon } from '#activity/line-icon.tsx';
import { sentenceOf } from '#activity/sentence.ts';
import { Button } from '#kit/button.tsx';
import { Moment } from '#kit/moment.tsx';
import { placeText } from '#kit/place.ts';

type Props = {
  readonly line: ActivityLineView;
  readonly onNotMe: (line: ActivityLineView) => void;
};

export function ActivityLine({ line, onNotMe }: Props) {
  return (
    <li className="row">
      <LineIcon kind={line.kind} />
      <div className="row-text">
        <h2 className="row-title">{sentenceOf(line)}</h2>
        <Where line={line} />
        <p className="row-dates">
          <Moment at={line.at} />
        </p>
        {line.current ? <p className="row-mark">{t('activity.current')}</p> : null}
        {line.disowned ? <p className="row-off">{t('activity.disowned')}</p> : null}
      </div>
      <div className="row-actions">
        {line.disowned ? null : (
          <Button onPress={() => onNotMe(line)}>
            {t('not-me')}
            <span className="visually-hidden">: {sentenceOf(line)}</span>
          </Button>
        )}
      </div>
    </li>
  );
}

function Where({ line: { by, browser, place } }: Pick<Props, 'line'>) {
  if (by === 'administrator') return <p className="row-value">{t('activity.by-administrator')}</p>;
  if (browser === undefined || place === undefined) return null;
  return <p className="row-value">{t('activity.where', { browser, place: placeText(place) })}</p>;
}

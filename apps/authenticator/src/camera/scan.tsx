import { t } from '@proofup/ui/authenticator-text.ts';
import {
  type ChangeEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { makeReader } from '#camera/make-reader.ts';
import { closeCamera, openCamera } from '#camera/open-camera.ts';
import { readScanned, type Scanned } from '#camera/read-scanned.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';

export type Found = Extract<Scanned, { kind: 'activation' | 'code' }>;

type Props = {
  readonly onFound: (found: Found) => void;
  /** Back to where it is typed. */
  readonly onType: () => void;
};

/** Often enough that nobody waits, seldom enough that the phone stays cool. */
const LOOK_EVERY_MS = 150;

type Sight = 'starting' | 'seeing' | 'refused' | 'none';

const SAID: Readonly<Record<Sight, () => string>> = {
  starting: () => t('scan.starting'),
  seeing: () => t('scan.seeing'),
  refused: () => t('scan.refused'),
  none: () => t('scan.none'),
};

/** Reads a code by the camera, or from a picture of one. */
export function Scan({ onFound, onType }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [wrong, setWrong] = useState<string>();
  const onText = (text: string): boolean => {
    const scanned = readScanned(text, location.origin);
    const isFound = scanned.kind === 'activation' || scanned.kind === 'code';
    if (isFound) onFound(scanned);
    else setWrong(whyNot(scanned));
    return isFound;
  };
  const sight = useCamera(video, onText);
  const isOn = sight === 'starting' || sight === 'seeing';

  async function choose({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = target.files ?? [];
    if (file === undefined) return;
    const text = await textIn(file);
    if (text === undefined) setWrong(t('scan.no-code'));
    else onText(text);
  }

  return (
    <Screen title={t('scan.title')}>
      {isOn ? <video ref={video} className="camera" muted playsInline aria-hidden /> : null}
      <p role="status">{SAID[sight]()}</p>
      {wrong === undefined ? null : (
        <p className="field-error" role="alert">
          {wrong}
        </p>
      )}
      <Button look={isOn ? 'secondary' : 'primary'} onPress={onType}>
        {t('scan.type')}
      </Button>
      <label className="button secondary file">
        {t('scan.choose')}
        <input type="file" accept="image/*" onChange={(event) => void choose(event)} />
      </label>
    </Screen>
  );
}

function whyNot(scanned: Exclude<Scanned, Found>): string {
  return scanned.kind === 'elsewhere'
    ? t('scan.elsewhere', { host: scanned.host })
    : t('scan.unknown');
}

async function textIn(file: File): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return undefined;
  return (await makeReader())(picture);
}

type OnText = (text: string) => boolean;

/** Looks until something was found, or the screen is left; the camera is off then. */
function useCamera(video: RefObject<HTMLVideoElement | null>, onText: OnText): Sight {
  const [sight, setSight] = useState<Sight>('starting');
  const onSight = useEffectEvent((seen: Sight) => setSight(seen));
  const onRead = useEffectEvent((text: string) => onText(text));
  useEffect(() => {
    const stop = new AbortController();
    void watch({ video, signal: stop.signal, onSight, onRead });
    return () => stop.abort();
  }, [video]);
  return sight;
}

type Watching = {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly signal: AbortSignal;
  readonly onSight: (sight: Sight) => void;
  readonly onRead: OnText;
};

async function watch({ video, signal, onSight, onRead }: Watching): Promise<void> {
  const camera = await openCamera();
  if (camera.kind !== 'open') {
    if (!signal.aborted) onSight(camera.kind);
    return;
  }
  const { stream } = camera;
  const shown = video.current;
  if (signal.aborted || shown === null) {
    closeCamera(stream);
    return;
  }
  signal.addEventListener('abort', () => closeCamera(stream));
  shown.srcObject = stream;
  await shown.play().catch(() => undefined);
  onSight('seeing');
  const read = await makeReader();
  while (!signal.aborted) {
    const text = await read(shown);
    if (!signal.aborted && text !== undefined && onRead(text)) {
      closeCamera(stream);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

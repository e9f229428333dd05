export type Camera =
  | { readonly kind: 'open'; readonly stream: MediaStream }
  /** The person, their settings or their organisation said no. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'none' };

/** The one on the back, where there are two. */
export async function openCamera(): Promise<Camera> {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined) return { kind: 'none' };
  try {
    const video = { facingMode: 'environment', width: { ideal: 1280 } };
    return { kind: 'open', stream: await devices.getUserMedia({ video, audio: false }) };
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
    return { kind: isRefused ? 'refused' : 'none' };
  }
}

export const closeCamera = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

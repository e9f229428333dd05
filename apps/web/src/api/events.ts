const POLL_EVERY_MS = 2000;

/**
 * Calls `onChange` whenever the server says that something moved. Where the stream does not get
 * through, a proxy for one, asking every two seconds takes its place until it does.
 */
export function listen(path: string, onChange: () => void): () => void {
  const source = new EventSource(path);
  let timer: ReturnType<typeof setInterval> | undefined;

  function stopPolling(): void {
    clearInterval(timer);
    timer = undefined;
  }

  source.addEventListener('open', () => {
    stopPolling();
    // Whatever happened before the stream stood was told to nobody.
    onChange();
  });
  source.addEventListener('changed', onChange);
  source.addEventListener('error', () => {
    timer ??= setInterval(onChange, POLL_EVERY_MS);
  });

  return () => {
    stopPolling();
    source.close();
  };
}

const HERE = '/admin';

export const toPart = (part: string): string => `${HERE}?show=${part}`;
export const toGroup = (id: string): string =>
  `${toPart('groups')}&group=${encodeURIComponent(id)}`;
export const toUser = (id: string): string => `${HERE}?user=${encodeURIComponent(id)}`;
export const toAttempt = (id: string): string =>
  `${toPart('attempt')}&id=${encodeURIComponent(id)}`;

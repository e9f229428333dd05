const HERE = '/admin';

export const OVERVIEW = HERE;

export const toPart = (part: string): string => `${HERE}?show=${part}`;
export const toGroup = (id: string): string =>
  `${toPart('groups')}&group=${encodeURIComponent(id)}`;
export const toQuestion = (question: string): string =>
  `${toPart('policy')}&question=${encodeURIComponent(question)}`;
export const toUser = (id: string): string => `${HERE}?user=${encodeURIComponent(id)}`;
export const toAttempt = (id: string): string =>
  `${toPart('attempt')}&id=${encodeURIComponent(id)}`;
export const toReport = (report: string): string =>
  `${toPart('reports')}&report=${encodeURIComponent(report)}`;
export const toClosedCases = `${toPart('cases')}&state=closed`;
export const toRollOut = (view: string): string => `${toPart('roll-out')}&view=${view}`;
/** People by the best that they have, of a group where one is named. */
export const toCovered = (best: string, group = ''): string =>
  `${toRollOut('people')}&best=${best}&of=${encodeURIComponent(group)}`;

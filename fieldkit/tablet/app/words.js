/** Reasons in words: what happened, that nothing is lost, what to do. */
import { t } from '../i18n.js';

/** @typedef {{what: string, todo: string}} Words */

/** @type {Record<import('./state.js').Trouble, () => Words>} */
const TROUBLES = {
  offline: () => ({
    what: t('No connection.'),
    todo: t('Everything is kept on this tablet. It is sent when there is a network.'),
  }),
  slow: () => ({
    what: t('The network is too slow just now.'),
    todo: t('What arrived is remembered; sending goes on from there.'),
  }),
  captive: () => ({
    what: t('This network wants you to sign in first.'),
    todo: t('Open any web page in the browser, sign in to the network there, then come back and try again.'),
  }),
  server: () => ({
    what: t('The server has a problem.'),
    todo: t('Everything is kept on this tablet. It tries again by itself.'),
  }),
  busy: () => ({
    what: t('The server has much to do.'),
    todo: t('Everything is kept on this tablet. It tries again by itself.'),
  }),
  revoked: () => ({
    what: t('This tablet may no longer send.'),
    todo: t('Ask your coordinator for a new link. What you collected is kept here until then.'),
  }),
  conflict: () => ({
    what: t('The server already has other answers for this one.'),
    todo: t('Show this to your coordinator. It stays locked on this tablet, and the server keeps a copy aside.'),
  }),
  refused: () => ({
    what: t('The server does not take this one.'),
    todo: t('Show this to your coordinator. It stays locked on this tablet.'),
  }),
  receipt: () => ({
    what: t('The server’s answer does not prove that everything arrived.'),
    todo: t('It stays locked on this tablet. Try again; if it happens twice, show this to your coordinator.'),
  }),
  damaged: () => ({
    what: t('The tablet’s memory has damaged this one.'),
    todo: t('Do not clear anything. Bring this tablet to your coordinator.'),
  }),
  full: () => ({
    what: t('This tablet is full.'),
    todo: t('Send what is ready, or remove photos and apps that you do not need. What was kept before is safe.'),
  }),
  storage: () => ({
    what: t('This tablet’s memory does not answer.'),
    todo: t('Close this app and open it again. If that does not help, restart the tablet. Do not clear its data.'),
  }),
};

/**
 * @param {string} reason
 * @returns {Words}
 */
export function wordsFor(reason) {
  return (TROUBLES[/** @type {import('./state.js').Trouble} */ (reason)] ?? TROUBLES.refused)();
}

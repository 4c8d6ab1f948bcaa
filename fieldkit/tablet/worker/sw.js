/**
 * The service worker: everything the app is made of is kept, complete or not at all, and served without network.
 *
 * The server puts the list of files before this script (fieldkit/web/tablet/shell.py). A new version installs beside
 * the old one and takes over only when a page asks for it, which it does when no form is open.
 */
import { addRoute, cleanupOutdatedCaches, createHandlerBoundToURL, precache } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/**
 * @typedef {{FIELDKIT_FILES: {url: string, revision: string | null}[], skipWaiting: () => Promise<void>,
 *   clients: {claim: () => Promise<void>},
 *   addEventListener: (type: string, listener: (event: MessageEvent & {waitUntil: (done: Promise<void>) => void}) => void) => void}} WorkerScope
 */
const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

precache(scope.FIELDKIT_FILES);
addRoute({ directoryIndex: '', cleanURLs: false });
registerRoute(new NavigationRoute(createHandlerBoundToURL('/tablet/'), { allowlist: [/^\/tablet\/$/] }));
cleanupOutdatedCaches();

// The page that enrolled may lose the network at once: it, too, is served from what was just kept.
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') void scope.skipWaiting();
});

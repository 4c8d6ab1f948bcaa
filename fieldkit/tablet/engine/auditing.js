/** The audit log of one session: which questions were open and when, and where the tablet was if the form asks for it. */

import { AUDIT_FILE, auditLog } from './audit.js';
import { watchPlace } from './location.js';
import { endingOf } from './names.js';
import { questionsIn } from './pages.js';
import { surestOf } from './spots.js';

/** @typedef {import('./types.js').AnyNode} AnyNode */
/** @typedef {import('./types.js').AnyControlNode} AnyControlNode */

/**
 * @param {object} given
 * @param {import('./types.js').RootNode} given.root
 * @param {() => readonly import('./types.js').Page[]} given.pages
 * @param {ReturnType<typeof import('./asked.js').askedBy>} given.asked
 * @param {string} given.user
 * @param {() => Date} given.now
 * @param {Map<string, Blob>} given.files
 * @param {string} given.auditName
 * @param {ReturnType<typeof import('./names.js').fileNamer>} given.namer
 * @param {boolean} given.created
 */
export function auditing({ root, pages, asked, user, now, files, auditName, namer, created }) {
  const [stem] = AUDIT_FILE.split('.');
  const spots = asked.audit?.location ? placesOf(asked.audit.location, now) : { where: () => null, stop() {} };
  const opened = open();

  async function open() {
    if (!asked.audit) return null;
    const earlier = await files.get(auditName)?.text();
    const log = auditLog({ wish: asked.audit, user, now, earlier, where: spots.where });
    log.note(created ? 'form start' : 'form resume');
    return { log, path: asked.audit.path, name: auditName || namer(stem, endingOf({ name: AUDIT_FILE })) };
  }

  return {
    /** @param {string | null} key of the page that is shown now */
    visit(key) {
      if (!asked.audit) return; // to find a page among hundreds takes its time
      const page = key ? pages().find((each) => each.key === key) : undefined;
      const shown = page && page.kind !== 'repeat' ? questionsIn(page.node).map((node) => ({ node: node.currentState.reference, value: answerOf(node) })) : [];
      opened.then((audit) => {
        audit?.log.leave((reference) => answerAt(root, reference));
        audit?.log.enter(shown);
      });
    },
    /** Add the log to the files; what to write into the XML for it. @param {Map<string, Blob>} named @param {string} closing */
    async sign(named, closing) {
      const audit = await opened;
      if (!audit) return new Map();
      named.set(audit.name, audit.log.file(closing));
      return new Map([[audit.path, audit.name]]);
    },
    stop: () => spots.stop(),
  };
}

/**
 * Where the tablet was lately, while the form is open.
 *
 * @param {import('./asked.js').LocationWish} wish
 * @param {() => Date} now
 */
function placesOf({ priority, everyMs, maxAgeMs }, now) {
  /** @type {import('./spots.js').Noted[]} */
  let noted = [];
  const stop = watchPlace(
    ({ latitude, longitude, accuracy }) => {
      const at = now().getTime();
      const last = noted.at(-1);
      if (last && at - last.at < everyMs) return;
      noted = [...noted.filter((each) => at - each.at <= maxAgeMs), { latitude, longitude, accuracy, at }];
    },
    () => {},
    { precise: priority === 'high-accuracy' },
  );
  return { stop, where: () => surestOf(noted, now().getTime(), maxAgeMs) };
}

/** @param {import('./types.js').RootNode} root @param {string} reference */
function answerAt(root, reference) {
  const node = questionsIn(root).find((each) => each.currentState.reference === reference);
  return node ? answerOf(node) : '';
}

/** @param {AnyControlNode} node */
function answerOf(node) {
  return node.currentState.instanceValue;
}

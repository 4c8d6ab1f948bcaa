/**
 * What the rest of the tablet knows about a form that is being filled in.
 *
 * Everything outside `engine/` and `form/` speaks these words only; nobody else imports `@getodk/xforms-engine`.
 */

/**
 * One published form version, as this tablet holds it.
 *
 * @typedef {object} FormDefinition
 * @property {string} formId
 * @property {string} version
 * @property {string} title
 * @property {string} xform the XForm as XML text
 * @property {readonly string[]} mediaNames names of the files that came with the form
 * @property {(name: string) => Promise<Blob>} fetchMedia one of those files, from the tablet's own store
 * @property {(target: string, language: string) => (() => Promise<Blob | null>) | null} [spoken] a text that somebody read aloud, by its
 *   target (docs/forms.md) and the code of its language; null when nobody did
 * @property {readonly FormLanguage[]} languages names as the XForm spells them, with the code that the desk settled
 * @property {string | null} [instrument] which of the kit's instruments it is (a copy of)
 * @property {Readonly<Record<string, string>>} [roles] role to the path of its question
 * @property {boolean} [practice] whether nothing of it is ever sent
 */

/** @typedef {{name: string, code: string, title?: string}} FormLanguage `title` is what the form is called in it, where its author says */

/** @typedef {{deviceId: string, username: string}} Identity */

/**
 * A record as it is kept or sent: the submission XML and every file that it names, under its NFC name.
 *
 * @typedef {{xml: string, files: Map<string, Blob>}} KeptInstance
 */

/** @typedef {KeptInstance & {instanceId: string}} FinishedInstance */

/**
 * Something that stands in the way of locking.
 *
 * @typedef {object} Obstacle
 * @property {string} path where the question stands in the record, such as `/data/visit[2]/photo`
 * @property {string} nodeId
 * @property {string} label the question in the form's current language
 * @property {string} message what is wrong
 * @property {boolean} ofForm whether the message is the form's, in its current language; else it is ours, in that of the screens
 */

/**
 * Something that the form asks for and this app does not do: said before the first question.
 *
 * @typedef {{code: 'background-audio' | 'audit-location' | 'form-encryption' | 'external-app', detail: string}} FormNotice
 */

/**
 * @typedef {object} OpenOptions
 * @property {FormDefinition} definition
 * @property {Identity} identity
 * @property {() => Date} [now]
 * @property {KeptInstance} [restore] a draft: it keeps its instanceID
 * @property {KeptInstance} [edit] a record that was sent: a new instanceID, the old one becomes its deprecatedID
 * @property {string} [language] code of the language to begin in
 * @property {ReadonlyMap<string, string>} [preset] answers that are known already, by path; those that are given stay
 */

/**
 * The recording of the whole conversation, where the form asks for one. Nothing is recorded before everybody agreed.
 *
 * @typedef {object} BackgroundRecording
 * @property {readonly string[]} paths the leaves of the record that name it
 * @property {string} quality as the form asks for it, or empty
 * @property {() => Blob | null} file what is recorded until now
 * @property {() => boolean} agreed whether everybody agreed, since the form was opened
 * @property {(agreed: boolean) => void} agree
 * @property {(file: Blob | null) => void} give another file, or none, in its place
 */

/** @typedef {import('@getodk/xforms-engine').RootNode} RootNode */
/** @typedef {import('@getodk/xforms-engine').AnyNode} AnyNode */
/** @typedef {import('@getodk/xforms-engine').AnyControlNode} AnyControlNode */
/** @typedef {import('@getodk/xforms-engine').GroupNode} GroupNode */
/** @typedef {import('@getodk/xforms-engine').RepeatRangeNode} RepeatRangeNode */
/** @typedef {import('@getodk/xforms-engine').RepeatInstanceNode} RepeatInstanceNode */

/**
 * One screen of questions.
 *
 * @typedef {object} Page
 * @property {string} key stays the same while the form is open
 * @property {'question' | 'list' | 'repeat'} kind one question, a field list, or the turn of a repeat where one may be added
 * @property {AnyControlNode | GroupNode | RepeatRangeNode | RepeatInstanceNode} node
 * @property {readonly (GroupNode | RepeatInstanceNode)[]} within the groups and repeats around it, outermost first
 */

/**
 * @typedef {object} FormSession
 * @property {string} instanceId
 * @property {string} title
 * @property {RootNode} root
 * @property {readonly FormLanguage[]} languages
 * @property {FormLanguage | null} language null when the form has one unnamed language
 * @property {readonly FormNotice[]} notices
 * @property {(wish: string) => void} setLanguage by its code, or by its name where two share a code
 * @property {() => readonly Page[]} pages read it inside an effect and it follows relevance
 * @property {(listener: () => void) => (() => void)} subscribe called after every change of an answer
 * @property {(nodeId: string | null) => void} visit the question now on the screen, for the audit log
 * @property {(url: {href: string}) => Promise<Blob | null>} media a picture or sound of the form
 * @property {(target: string) => (() => Promise<Blob | null>) | null} spoken a text that somebody read aloud in the form's language now
 * @property {(url: {href: string}) => {href: string} | null} bigger the larger form of a picture of the form, if it has one
 * @property {(path: string) => string} quality that the form asks for at a sound question, by its path in the form; or empty
 * @property {BackgroundRecording | null} background
 * @property {() => Promise<KeptInstance>} draft
 * @property {() => Obstacle[]} missing required answers that are not given, and files that are no longer here
 * @property {() => Obstacle[]} violations answers that the form does not accept
 * @property {() => Promise<FinishedInstance>} finish rejects with {@link UnfinishedError} while something is missing or wrong
 * @property {() => void} dispose
 */

/** The record cannot be locked yet. */
export class UnfinishedError extends Error {
  /** @param {Obstacle[]} obstacles */
  constructor(obstacles) {
    super(`${obstacles.length} answers are missing or not accepted`);
    this.name = 'UnfinishedError';
    this.obstacles = obstacles;
  }
}

/** The form or the record cannot be opened. */
export class FormRefusedError extends Error {
  /** @param {string} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.name = 'FormRefusedError';
  }
}

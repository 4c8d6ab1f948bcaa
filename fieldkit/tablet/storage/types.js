/**
 * What this tablet keeps.
 *
 * @typedef {object} Enrolment
 * @property {string} token proves the tablet to the server; kept here and nowhere else
 * @property {string} projectId
 * @property {string} title
 * @property {string} sealingKey base64 of the uncompressed point
 * @property {string} sealingKeyId
 * @property {string} receiptKey base64 of the uncompressed point
 * @property {{id: string, name: string}} device
 * @property {number} clockAhead milliseconds by which this tablet's clock was ahead of the server's
 * @property {Safety | null} [safety] whom to call when it is not safe; an enrolment of an older version of the app has none yet
 * @property {Safeguarding | null} [safeguarding] whom to call when somebody may be in danger
 * @property {Offer[]} [offers] what is offered near the project's people
 * @property {import('../sync/order.js').SignedOrder | null} [order] to empty this tablet, not verified yet
 * @property {string | null} [noOrderAt] the server's time when it last said that there is no such order
 *
 * @typedef {{number: string, words: string, words_in?: Record<string, string>}} Safety `words` where `words_in` (by language code)
 *   has none for a language
 * @typedef {{name: string, number: string}} Safeguarding
 * @typedef {{title: Record<string, string>, words: Record<string, string>, phone: string, url: string}} Offer texts by language code
 *
 * @typedef {object} KeptForm
 * @property {string} key form id and version, see `formKey`
 * @property {string} formId
 * @property {string} version
 * @property {string} title
 * @property {{name: string, code: string, title?: string}[]} languages `title` is what the form is called in it
 * @property {string} xformSha256
 * @property {{name: string, sha256: string, bytes: number}[]} media
 * @property {{target: string, language: string, sha256: string}[]} [prompts] texts that somebody read aloud, see docs/forms.md
 * @property {string | null} [instrument] which of the kit's instruments it is (a copy of): `interview`, `service-contact`
 * @property {Record<string, string>} [roles] role to the path of its question in the record
 * @property {boolean} [practice] whether it is only for practice: what is written in it is never sent
 * @property {boolean} offered whether the server still offers it; an older version stays while a draft needs it
 *
 * @typedef {object} Draft
 * @property {string} id the record's instanceID
 * @property {string} form key of the form version it was begun with, and is finished in
 * @property {string} [corrects] instanceID of the returned record that it corrects
 * @property {string} title
 * @property {string} startedAt
 * @property {string} savedAt
 * @property {number} revision counts the times it was kept
 *
 * @typedef {Omit<Draft, 'title'> & {person: string, label: ArrayBuffer, body: ArrayBuffer}} KeptDraft as it lies on the
 *   tablet: the rest in the clear, the title in `label` and everything else in `body`, both under the person's key
 * @typedef {Draft & {person?: undefined, xml: string}} PlainDraft as version 1 of the database kept it
 *
 * @typedef {object} KeptFile a file of a draft
 * @property {string} draft
 * @property {string} name a random one, whose meaning stands in the draft's body; the file's own before version 2
 * @property {Blob} blob under the person's key; in the clear before version 2
 *
 * @typedef {object} Person somebody who uses this tablet
 * @property {string} id
 * @property {string} name
 * @property {import('../lock/code.js').CodeKind} kind
 * @property {import('../lock/wrapping.js').WrappedByCode} byCode the data key under the PIN
 * @property {string} forProject the data key under the project's key, base64
 * @property {import('../lock/pause.js').Attempts} attempts
 * @property {string} createdAt
 * @property {Recovery | null} recovery what was asked of the coordinator after a forgotten PIN
 *
 * @typedef {object} Recovery
 * @property {string} id by which the server knows it; empty until it has heard of it
 * @property {CryptoKeyPair} keys whose private half cannot leave the browser
 * @property {string} publicKey base64 of the uncompressed point
 * @property {string} number six digits that tablet and desk both show
 *
 * @typedef {object} Recording a piece of a recording under way
 * @property {string} draft
 * @property {string} recording
 * @property {number} index
 * @property {string} person
 * @property {Blob} blob under the person's key
 *
 * @typedef {object} KeptPrompt a text of a form that was read aloud here and is not sent
 * @property {string} id
 * @property {string} person
 * @property {string} form key of the form version
 * @property {string} formId
 * @property {string} version
 * @property {string} language code
 * @property {string} textSha256 of the words that were read
 * @property {string} at when, ISO 8601
 * @property {Blob} body the sound, under the person's key
 *
 * @typedef {{id: string, person: string, body: Blob}} KeptVisit the clock of a visit under way
 *
 * @typedef {import('../sealing/envelope.js').Header} Header
 * @typedef {import('../sealing/envelope.js').Manifest} Manifest
 *
 * @typedef {'ready' | 'needs-you'} OutboxState
 *
 * @typedef {object} Waiting a record that is sealed: only the project can read it
 * @property {string} instanceId
 * @property {string} [addsTo] instanceID of the record that it adds to
 * @property {string} [corrects] instanceID of the returned record that it replaces
 * @property {string} title
 * @property {string} startedAt
 * @property {Header} header
 * @property {Manifest} manifest hashes and names, no content
 * @property {OutboxState} state
 * @property {string} reason code of what stood in the way at the last attempt, or an empty string
 * @property {string} detail what the server said about it, or an empty string
 *
 * @typedef {object} Sent
 * @property {string} instanceId
 * @property {string} [addsTo] as in the outbox
 * @property {string} [corrects] as in the outbox
 * @property {string} title
 * @property {string} startedAt
 * @property {string} sealedAt
 * @property {string} receivedAt by the server's clock
 * @property {number} files how many came with it
 * @property {import('../sealing/receipt.js').SignedReceipt} signed the receipt as it came
 *
 * @typedef {{savedAt: string, records: number}} SpareCopyNote when the last spare copy was saved, and how much was in it
 */

/** @param {string} formId @param {string} version */
export function formKey(formId, version) {
  return JSON.stringify([formId, version]);
}

export {};

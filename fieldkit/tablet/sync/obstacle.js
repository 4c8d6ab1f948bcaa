/** What can stand between a record and the server, and what that means for the record. */

/**
 * `offline`: no answer at all. `slow`: no answer in time. `captive`: somebody else answered, such as the sign-in page of
 * a café's network. `server`, `busy`: the server cannot just now. `revoked`: this tablet may no longer send.
 * `conflict`: the server holds other answers under the same id. `refused`: the server will not take this record.
 * `receipt`: the answer did not prove that everything arrived. `damaged`: the sealed bytes here are not what was sealed.
 *
 * @typedef {'offline' | 'slow' | 'captive' | 'server' | 'busy' | 'revoked' | 'conflict' | 'refused' | 'receipt' | 'damaged'}
 *   Reason
 */

/** Concern the way to the server: other records would meet them too, and time or another network mends them. */
const OF_THE_WAY = new Set(['offline', 'slow', 'captive', 'server', 'busy']);

export class Obstacle extends Error {
  /**
   * @param {Reason} reason
   * @param {string} [detail] what the server said, for the person who is asked for help
   */
  constructor(reason, detail = '') {
    super(detail ? `${reason}: ${detail}` : reason);
    this.name = 'Obstacle';
    this.reason = reason;
    this.detail = detail;
  }

  /** Whether the record can simply stay in Ready to send and be tried again. */
  get passes() {
    return OF_THE_WAY.has(this.reason);
  }
}

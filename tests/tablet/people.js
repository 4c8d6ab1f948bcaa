/** Two people and an empty tablet, for tests of what is kept for whom. */
import { IDBFactory } from 'fake-indexeddb';
import { lock, signIn } from '../../fieldkit/tablet/lock/keyring.js';
import { closeDatabase } from '../../fieldkit/tablet/storage/database.js';

export const AMINA = { id: 'person-1', name: 'Amina' };
export const SAMIRA = { id: 'person-2', name: 'Samira' };

/** Whoever held the tablet goes, and this person comes, with a key of their own. @param {{id: string, name: string}} who */
export async function come(who) {
  await lock('change');
  await signIn(who, new Uint8Array(32).fill(who.name.length));
}

/** A tablet on which nothing is, in the hands of Amina. */
export async function beginAnew() {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  await come(AMINA);
}

/** Calling for help: sealed like every record, and sent before every other. */
import { alertXml, ALERT } from '../sync/kit-records.js';
import { alertOf } from '../storage/drafts.js';
import { jottedKeys } from '../storage/jotted.js';
import { keepEnvelope } from '../storage/outbox.js';
import { t } from '../i18n.js';
import { sealForProject } from './seal.js';
import { talk } from './sender.js';
import { refresh } from './state.js';

/**
 * @param {string} about instanceID of the form that was open
 * @param {import('../form/danger.js').Alert} alert
 * @param {Date} at
 */
export async function callForHelp(about, { words, now }, at) {
  const jotted = jottedKeys(alertOf(about)); // of who wrote it, also when the tablet is locked before it is sealed
  const instanceId = `uuid:${crypto.randomUUID()}`;
  const xml = alertXml({ instanceId, about, words, now, at });
  const { waiting, parts } = await sealForProject({ instanceId, ...ALERT, xml, files: new Map() }, { title: t('Somebody may be in danger'), startedAt: at.toISOString() });
  await keepEnvelope(waiting, parts, jotted);
  await refresh();
  void talk();
}

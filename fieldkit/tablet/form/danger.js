/** Somebody may be in danger: whom to call now, and a few words that go out before everything else. */

import { createRenderEffect, createSignal } from 'solid-js';
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';
import { safeguardingCall } from './calls.js';
import { offersList } from './offers.js';

/**
 * @typedef {{words: string, now: boolean}} Alert `now`: whether it is happening now
 * @typedef {object} Jotting keeps an alert while it is written, so that it is there again after a reload or a lock
 * @property {() => Promise<Alert | null>} load
 * @property {(alert: Alert) => Promise<void>} keep
 */

/**
 * @param {object} options
 * @param {import('./calls.js').Safeguarding | null} [options.safeguarding]
 * @param {import('./calls.js').Safety | null} [options.safety]
 * @param {readonly import('./offers.js').Offer[]} options.offers
 * @param {string} options.spoken code of the form's language
 * @param {boolean} options.practice whether nothing is sent from here
 * @param {(alert: Alert) => Promise<unknown>} options.send locks it and puts it before everything that waits
 * @param {Jotting} [options.jotting]
 * @param {() => void} options.stay
 */
export function dangerView({ safeguarding, safety, offers, spoken, practice, send, jotting, stay }) {
  const [sent, setSent] = createSignal(false);
  const place = h('div.stack');
  const onward = () => h('button.quiet', { type: 'button', onclick: stay }, icon('back'), t('Go on with the form'));
  /** @param {Alert} alert */
  async function lock(alert) {
    await send(alert);
    setSent(true);
    place.querySelector('p')?.focus({ preventScroll: true }); // the button is gone: what became of it is read out
  }
  const after = () => [said(practice), h('h2', null, t('What is offered near you')), offersList(offers, spoken), onward()];
  createRenderEffect(() => replace(place, ...(sent() ? after() : [alertForm(lock, jotting), onward()])));

  return h(
    'article.page.safety.danger',
    null,
    h('h1.question', { tabindex: -1 }, t('Somebody may be in danger')),
    h('p', null, t('You need not be sure. Tell the person first that you will get help, if you can do so safely.')),
    safeguardingCall(safeguarding, safety),
    place,
  );
}

/** @param {boolean} practice */
function said(practice) {
  const words = practice ? t('This is practice: nobody was told. In a real form it would be on its way now.') : t('It is locked and goes out before everything else, as soon as there is a network. If it is urgent, do not wait: call.');
  return h('p.pill.ok', { role: 'status', tabindex: -1 }, icon('tick'), h('span', null, words));
}

/** @param {(alert: Alert) => Promise<unknown>} send @param {Jotting} [jotting] */
function alertForm(send, jotting) {
  const words = h('textarea', { id: 'alert-words', dir: 'auto', rows: 3, autocomplete: 'off', 'aria-describedby': 'alert-hint' });
  const now = h('input', { type: 'checkbox' });
  const failed = h('p.trouble', { role: 'alert', hidden: true }, icon('warn'), h('span', null, t('It could not be locked. Call, or try again.')));
  const button = h('button', { type: 'submit' }, icon('lock'), t('Lock and send this first'));
  const written = () => ({ words: words.value.trim(), now: now.checked });
  if (jotting) void keepWriting(jotting, words, now, written);
  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    failed.hidden = true;
    await send(written()).catch(() => {
      failed.hidden = false;
      button.disabled = false;
    });
  }
  return h(
    'form.stack',
    { onsubmit: submit },
    h('div.control', null, h('label.list-title', { for: 'alert-words' }, t('What happened, in a few words')), h('p.hint', { id: 'alert-hint' }, t('No names. The person whose task it is will ask you.')), words),
    h('label.choice', null, now, h('span.mark', null, icon('tick')), h('span.words', null, t('It is happening now'))),
    failed,
    button,
  );
}

/**
 * Put there what was written before, unless the person was faster; keep each change. One that cannot be kept is no reason to stop
 * somebody who calls for help.
 * @param {Jotting} jotting
 * @param {HTMLTextAreaElement} words
 * @param {HTMLInputElement} now
 * @param {() => Alert} written
 */
async function keepWriting(jotting, words, now, written) {
  const keep = () => void jotting.keep(written()).catch(() => {});
  words.addEventListener('input', keep);
  now.addEventListener('change', keep);
  const before = await jotting.load().catch(() => null);
  if (!before || words.value || now.checked) return;
  words.value = before.words;
  now.checked = before.now;
}

/** Pictures, sounds and films of the form beside its words. */

import { createRenderEffect, createRoot, onCleanup } from 'solid-js';
import { h, icon, replace } from '../dom.js';
import { t } from '../i18n.js';

/** @typedef {import('./context.js').Asking} Asking */
/** @typedef {import('@getodk/xforms-engine').TextRange<any>} TextRange */
/** @typedef {NonNullable<TextRange['imageSource']>} Source */

/**
 * A picture, or the words that it is missing.
 *
 * @param {Asking} ctx
 * @param {() => Source | undefined} source
 */
export function picture(ctx, source) {
  return shownFrom(ctx, source, 'span.picture', (address) => h('img', { src: address, alt: '' }));
}

/**
 * A button that shows the larger form of a picture, there only where the form has one.
 *
 * @param {Asking} ctx
 * @param {() => Source | undefined} source of the small picture
 */
export function biggerButton(ctx, source) {
  const large = () => {
    const url = source();
    return url ? ctx.session.bigger(url) : null;
  };
  const button = h('button.quiet.bigger', { type: 'button' }, icon('search'), t('See it larger'));
  button.addEventListener('click', () => {
    const url = large();
    if (url) openLarge(ctx, url);
  });
  createRenderEffect(() => {
    button.hidden = large() === null;
  });
  return button;
}

/** @param {Asking} ctx @param {{href: string}} url */
function openLarge(ctx, url) {
  createRoot((dispose) => {
    const close = h('button', { type: 'button', onclick: () => sheet.close() }, t('Close'));
    const shown = shownFrom(ctx, () => url, 'span.picture', (address) => h('img', { src: address, alt: t('The picture, larger') }));
    const sheet = h('dialog.large-picture', { 'aria-label': t('The picture, larger') }, shown, close);
    sheet.addEventListener('close', () => {
      dispose();
      sheet.remove();
    });
    document.querySelector('.form-screen')?.append(sheet);
    sheet.showModal();
  });
}

/** @param {Asking} ctx @param {() => Source | undefined} source */
export function film(ctx, source) {
  return shownFrom(ctx, source, 'div.film', (address) => h('video', { src: address, controls: true, playsinline: true }));
}

/**
 * @param {Asking} ctx
 * @param {() => {href: string} | undefined} source
 * @param {'span.picture' | 'div.film'} holder
 * @param {(address: string) => HTMLElement} draw
 */
function shownFrom(ctx, source, holder, draw) {
  const place = h(holder, { hidden: true });
  createRenderEffect(() => {
    const url = source();
    place.hidden = !url;
    replace(place);
    if (!url) return;
    let address = '';
    let gone = false;
    onCleanup(() => {
      gone = true;
      URL.revokeObjectURL(address);
    });
    ctx.session.media(url).then(
      (blob) => {
        if (gone) return;
        if (blob) address = URL.createObjectURL(blob);
        replace(place, blob ? draw(address) : missing(url));
      },
      () => !gone && replace(place, missing(url)),
    );
  });
  return place;
}

/**
 * Tap to hear, tap to stop: the form's own sound, else what somebody read aloud; nothing where there is neither.
 *
 * @param {Asking} ctx
 * @param {() => Source | null | undefined} source
 * @param {string} key one player's key, so that only one button says Stop
 * @param {() => string} target of the text, see docs/forms.md
 */
export function listenButton(ctx, source, key, target) {
  const words = h('span');
  const sign = h('span.sign');
  const trouble = h('span.quiet-words');
  const button = h('button.quiet.listen', { type: 'button', onclick: () => play() }, sign, words);
  const place = h('span.sound', { hidden: true }, button, trouble);

  /** @returns {(() => Promise<Blob | null>) | null} */
  function sound() {
    const url = source();
    return url ? () => ctx.session.media(url) : ctx.session.spoken(target());
  }
  function play() {
    const load = sound();
    if (load) ctx.player.toggle(key, load);
  }
  createRenderEffect(() => {
    const on = ctx.player.playing() === key;
    place.hidden = !sound();
    words.textContent = on ? t('Stop') : t('Listen');
    replace(sign, icon(on ? 'stop' : 'sound'));
    trouble.textContent = ctx.player.failed() === key ? t('This sound cannot be played.') : '';
  });
  return place;
}

/** @param {{href: string}} url */
function missing(url) {
  return h('span.quiet-words', null, t('A picture or film is missing here: %(name)s', { name: decodeURIComponent(url.href.split('/').pop() ?? '') }));
}

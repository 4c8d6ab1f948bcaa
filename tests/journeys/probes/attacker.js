// Everything that a script on a seized tablet can lay hands on, as bytes read as Latin-1; with a PIN also what it opens.
async (pin) => {
  const texts = [];
  const seen = new Set();
  // One sign for each byte. What browsers call latin1 is windows-1252, which changes 27 of them.
  const decode = (bytes) => {
    const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
    let text = '';
    for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
    return text;
  };
  const unbase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const utf8 = (text) => new TextEncoder().encode(text);

  const readKey = async (key) => {
    for (const format of ['raw', 'jwk', 'pkcs8', 'spki']) {
      try {
        await read(await crypto.subtle.exportKey(format, key));
      } catch {
        // the browser does not give it out in this form
      }
    }
  };
  const read = async (value) => {
    if (value === null || value === undefined) return;
    if (value instanceof Blob) return texts.push(value.type, decode(await value.arrayBuffer()));
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return texts.push(decode(value));
    if (value instanceof CryptoKey) return readKey(value);
    if (typeof value !== 'object') return texts.push(decode(utf8(String(value))));
    if (seen.has(value)) return;
    seen.add(value);
    for (const [name, inner] of value instanceof Map ? value : Object.entries(value)) {
      texts.push(String(name));
      await read(inner);
    }
  };
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const stores = {};
  const keys = {};
  for (const { name, version } of await indexedDB.databases()) {
    const db = await asked(indexedDB.open(name, version));
    for (const store of db.objectStoreNames) {
      stores[store] = await asked(db.transaction(store).objectStore(store).getAll());
      keys[store] = await asked(db.transaction(store).objectStore(store).getAllKeys());
      await read(keys[store]);
      await read(stores[store]);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      texts.push(request.url);
      await read(await (await cache.match(request)).arrayBuffer());
    }
  }
  for (const storage of [localStorage, sessionStorage]) await read({ ...storage });
  await read([document.cookie, document.title, location.href, document.documentElement.outerHTML, history.state]);
  await read([...document.querySelectorAll('input, textarea, select')].map((field) => field.value));
  await read(performance.getEntries().map((entry) => entry.name));

  // The PIN is known: every draft of whoever it belongs to, opened by a second reading of docs/tablet.md.
  const gcm = (iv, about) => ({ name: 'AES-GCM', iv, additionalData: utf8(about) });
  const dataKeyOf = async ({ id, byCode }) => {
    const secret = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey']);
    const means = { name: 'PBKDF2', hash: 'SHA-256', salt: unbase64(byCode.salt), iterations: byCode.rounds };
    const key = await crypto.subtle.deriveKey(means, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const wrapped = unbase64(byCode.wrapped);
    return crypto.subtle.decrypt(gcm(wrapped.slice(0, 12), `fieldkit-pin/1 ${id}`), key, wrapped.slice(12));
  };
  const opened = async (dataKey, bytes, about) => {
    const own = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey']);
    const means = { name: 'HKDF', hash: 'SHA-256', salt: bytes.slice(0, 16), info: utf8('fieldkit-rest/1') };
    const key = await crypto.subtle.deriveKey(means, own, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const size = 1024 * 1024 + 16;
    const chunks = Math.ceil((bytes.byteLength - 16) / size);
    const parts = [];
    for (let i = 0; i < chunks; i += 1) {
      const iv = new DataView(new ArrayBuffer(12));
      iv.setUint32(4, i);
      iv.setUint32(8, i === chunks - 1 ? 1 : 0);
      const chunk = bytes.slice(16 + i * size, 16 + (i + 1) * size);
      parts.push(await crypto.subtle.decrypt(gcm(new Uint8Array(iv.buffer), about), key, chunk));
    }
    const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
    return whole.slice(2 + whole[0] * 256 + whole[1]);
  };
  const found = [];
  // Everything else that is a person's: [what it is, its bytes, what it opens as].
  const otherThings = function* ({ id }) {
    const theirs = (store) => stores[store].filter((one) => one.person === id);
    for (const { draft, recording, index, blob } of theirs('recordings')) yield ['recordings', blob, `recording ${draft} ${recording} ${index}`];
    for (const { id: prompt, body } of theirs('prompts')) yield ['prompts', body, `prompt ${prompt}`];
    for (const { id: visit, body } of theirs('visits')) yield ['visits', body, `visit ${visit}`];
    for (const [i, key] of keys.settings.entries()) {
      if (key === `returned ${id}`) yield ['returned', stores.settings[i], 'returned'];
      if (key.startsWith(`jotted ${id} `)) yield ['jotted', stores.settings[i], key.replace(` ${id}`, '')];
    }
  };
  const things = {};
  for (const person of pin ? stores.people : []) {
    const dataKey = await dataKeyOf(person).catch(() => null);
    if (!dataKey) continue;
    for (const draft of stores.drafts.filter((one) => one.person === person.id)) {
      for (const [part, about] of [['label', 'draft-title'], ['body', 'draft']]) {
        found.push(decode(await opened(dataKey, draft[part], `${person.id} ${about} ${draft.id}`)));
      }
      for (const { draft: id, name, blob } of stores.draftFiles.filter((one) => one.draft === draft.id)) {
        found.push(decode(await opened(dataKey, await blob.arrayBuffer(), `${person.id} draft-file ${id} ${name}`)));
      }
    }
    for (const [kind, blob, about] of otherThings(person)) {
      const text = decode(await opened(dataKey, await blob.arrayBuffer(), `${person.id} ${about}`));
      (things[kind] ??= []).push(text);
    }
  }
  const manifests = stores.outbox.map(({ header, manifest }) => ({ header, manifest }));
  const receipts = stores.sent.map(({ signed }) => JSON.parse(signed.receipt));
  const counts = Object.fromEntries(Object.entries(stores).map(([store, values]) => [store, values.length]));
  const waiting = [...new Set(stores.outbox.flatMap((record) => Object.keys(record)))].sort();
  return { all: texts.join('\n'), drafts: found, things, manifests, receipts, counts, waiting };
}

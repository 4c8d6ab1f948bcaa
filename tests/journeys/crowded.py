"""Trays with many records on a tablet: copies of the one that lies there, as the database would hold them."""

from tests.journeys.tablets import Tablet

# A locked record is the same sealed bytes under another id, and what a draft holds is opened only when somebody goes on
# with it: a tray neither opens them nor can tell. The copies differ in their ids, titles and times; the original is the
# first of the list. All windows are told, as by the app itself.
COPY = """async ([store, beside, key, many]) => {
  const [{ name, version }] = await indexedDB.databases();
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await asked(indexedDB.open(name, version));
  const transaction = db.transaction([store, beside], 'readwrite');
  const [heads, bodies] = [store, beside].map((store) => transaction.objectStore(store));
  const [first] = await asked(heads.getAll());
  const pieces = await asked(bodies.getAll());
  const shifted = (moment, minutes) => new Date(Date.parse(moment) + minutes * 60000).toISOString();
  for (let at = 1; at < many; at += 1) {
    const id = `uuid:copy-${at}`;
    const own = store === 'outbox'
      ? { title: `${first.title} ${at}`, header: { ...first.header, sealed_at: shifted(first.header.sealed_at, at) } }
      : { savedAt: shifted(first.savedAt, -at) };
    heads.put({ ...first, ...own, [key]: id });
    for (const piece of pieces) bodies.put({ ...piece, [beside === 'parts' ? 'instanceId' : 'draft']: id });
  }
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  db.close();
  new BroadcastChannel('fieldkit').postMessage('changed');
}"""


def crowd_outbox(tablet: Tablet, many: int) -> None:
    """Let so many locked records wait, where one does; the copies are younger, each by a minute."""
    tablet.page.evaluate(COPY, ["outbox", "parts", "instanceId", many])


def crowd_drafts(tablet: Tablet, many: int) -> None:
    """Let so many drafts lie there, where one does; the copies were touched earlier, each by a minute."""
    tablet.page.evaluate(COPY, ["drafts", "draftFiles", "id", many])

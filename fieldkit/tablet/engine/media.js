/** The files that came with a form: choice lists for the engine, pictures and sounds for the screen. */

/** @typedef {import('./types.js').FormDefinition} FormDefinition */

/**
 * Answer the engine's request for a choice file.
 *
 * @param {FormDefinition} definition
 * @param {{href: string}} url such as `jr://file-csv/places.csv`
 */
export async function attachment(definition, url) {
  const name = mediaName(definition, url);
  if (!name) return new Response(null, { status: 404 });
  const blob = await definition.fetchMedia(name);
  return new Response(blob, { headers: { 'Content-Type': blob.type || mediaType(name) } });
}

/**
 * The file of the form that a `jr:` address means.
 *
 * @param {FormDefinition} definition
 * @param {{href: string}} url
 */
export function mediaName(definition, url) {
  const wanted = decodeURIComponent(url.href.slice(url.href.lastIndexOf('/') + 1)).normalize('NFC');
  return definition.mediaNames.find((name) => name.normalize('NFC') === wanted);
}

/** @param {string} name */
function mediaType(name) {
  if (name.endsWith('.csv')) return 'text/csv';
  if (name.endsWith('.xml')) return 'text/xml';
  return name.endsWith('.geojson') ? 'application/geo+json' : '';
}

/**
 * Gives a recording in WebM what browsers leave out while they write it: its length, and an index to wind by.
 *
 * A browser writes a stream whose end it does not know (Matroska, RFC 9559; EBML, RFC 8794): no duration, no cues,
 * clusters of unknown size. Here the clusters are read and written anew with sizes, with cues before them. Several
 * streams of the same kind become one, each beginning where the one before ended. What a crash cut off in the middle
 * of a block is left out.
 */

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TIMECODE = 0xe7;
const BLOCK = 0xa3;
const GROUP = 0xa0;
const INNER_BLOCK = 0xa1;
const CUES = 0x1c53bb6b;
const CUE = 0xbb;
const CUE_TIME = 0xb3;
const CUE_PLACE = 0xb7;
const CUE_TRACK = 0xf7;
const CUE_CLUSTER = 0xf1;

/** What stands inside a cluster; anything else ends one whose size is unknown. */
const IN_CLUSTER = new Set([TIMECODE, BLOCK, GROUP, 0xa7, 0xab, 0xec, 0xbf]);
const DEFAULT_SCALE = 1_000_000;

/** In ticks; a longer gap between two blocks is a pause, not a sound. */
const LONGEST_BLOCK = 1000;

/** @typedef {{id: number, at: number, data: number, end: number, whole: boolean}} Element */
/** @typedef {{time: number, ranges: [number, number][]}} Cluster */
/** @typedef {{bytes: Uint8Array<ArrayBuffer>, header: Uint8Array, info: Uint8Array[], scale: number, tracks: Uint8Array, clusters: Cluster[], last: number, length: number}} Stream `last`: when its last block begins, `length`: when it ends, in the stream's own ticks */

/**
 * @param {Blob[]} recordings whole or cut off, all of one kind, in order
 * @returns {Promise<{blob: Blob, seconds: number} | null>} null when one of them is not such a stream
 */
export async function joinWebm(recordings) {
  /** @type {Stream[]} */
  const streams = [];
  for (const recording of recordings) {
    const stream = readStream(new Uint8Array(await recording.arrayBuffer()));
    if (stream) streams.push(stream);
  }
  if (streams.length === 0 || streams.length < recordings.length) return null;
  if (streams.some(({ scale }) => scale !== streams[0].scale)) return null;
  return written(streams, recordings[0].type);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Stream | null} */
export function readStream(bytes) {
  const [header, segment] = children(bytes, 0, bytes.length);
  if (header?.id !== EBML || segment?.id !== SEGMENT) return null;
  /** @type {Stream} */
  const stream = { bytes, header: bytes.subarray(header.at, header.end), info: [], scale: DEFAULT_SCALE, tracks: new Uint8Array(), clusters: [], last: 0, length: 0 };
  let at = segment.data;
  while (at < bytes.length) {
    const element = elementAt(bytes, at, bytes.length);
    if (!element) break;
    at = element.id === CLUSTER ? readCluster(stream, element) : readTop(stream, element);
  }
  return stream.tracks.length && stream.clusters.length ? stream : null;
}

/** @param {Stream} stream @param {Element} element @returns {number} where it ends */
function readTop(stream, element) {
  const { bytes } = stream;
  if (element.id === TRACKS && element.whole) stream.tracks = bytes.subarray(element.at, element.end);
  if (element.id === INFO && element.whole) {
    for (const each of children(bytes, element.data, element.end)) {
      if (each.id === SCALE) stream.scale = number(bytes, each);
      if (each.id !== DURATION) stream.info.push(bytes.subarray(each.at, each.end));
    }
  }
  return element.end;
}

/** @param {Stream} stream @param {Element} cluster @returns {number} where it ends */
function readCluster(stream, cluster) {
  const { bytes } = stream;
  /** @type {Cluster} */
  const read = { time: 0, ranges: [] };
  const ends = cluster.whole ? cluster.end : bytes.length;
  let at = cluster.data;
  while (at < ends) {
    const element = elementAt(bytes, at, ends);
    if (!element || !IN_CLUSTER.has(element.id)) break;
    at = element.end;
    if (!element.whole) break;
    if (element.id === TIMECODE) read.time = number(bytes, element);
    if (element.id !== BLOCK && element.id !== GROUP) continue;
    keepRange(read.ranges, element);
    const time = read.time + blockTime(bytes, element);
    // How long the last block sounds is not written: as long as the one before it.
    stream.length = time + Math.max(1, Math.min(LONGEST_BLOCK, time - stream.last));
    stream.last = time;
  }
  if (read.ranges.length) stream.clusters.push(read);
  return cluster.whole ? cluster.end : at;
}

/** @param {[number, number][]} ranges @param {Element} element */
function keepRange(ranges, { at, end }) {
  const last = ranges[ranges.length - 1];
  if (last?.[1] === at) last[1] = end;
  else ranges.push([at, end]);
}

/** Ticks after the cluster's own time. @param {Uint8Array} bytes @param {Element} element */
function blockTime(bytes, element) {
  const block = element.id === GROUP ? children(bytes, element.data, element.end).find(({ id }) => id === INNER_BLOCK) : element;
  if (!block) return 0;
  const at = block.data + lengthOfSize(bytes[block.data]);
  return ((bytes[at] << 8) | bytes[at + 1]) << 16 >> 16;
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end @returns {Element[]} */
function children(bytes, start, end) {
  const found = [];
  for (let at = start; at < end; ) {
    const element = elementAt(bytes, at, end);
    if (!element) break;
    found.push(element);
    at = element.end;
  }
  return found;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} limit @returns {Element | null} null when it is cut off before its content */
function elementAt(bytes, at, limit) {
  const idLength = lengthOfSize(bytes[at]);
  const sizeLength = lengthOfSize(bytes[at + idLength]);
  const data = at + idLength + sizeLength;
  if (idLength > 4 || sizeLength > 8 || data > limit) return null;
  const size = vint(bytes, at + idLength, sizeLength);
  const end = size === null ? limit : Math.min(limit, data + size);
  return { id: big(bytes, at, idLength), at, data, end, whole: size !== null && data + size <= limit };
}

/** @param {number} first byte of a variable-length number */
function lengthOfSize(first) {
  return first ? Math.clz32(first) - 23 : 9;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} length @returns {number | null} null for `unknown` */
function vint(bytes, at, length) {
  const rest = Array.from(bytes.subarray(at + 1, at + length));
  const first = bytes[at] & (0xff >> length);
  if (first === 0xff >> length && rest.every((byte) => byte === 0xff)) return null;
  return rest.reduce((sum, byte) => sum * 256 + byte, first);
}

/** @param {Uint8Array} bytes @param {Element} element */
function number(bytes, { data, end }) {
  return big(bytes, data, end - data);
}

/** @param {Uint8Array} bytes @param {number} at @param {number} length */
function big(bytes, at, length) {
  let value = 0;
  for (let i = 0; i < length; i += 1) value = value * 256 + bytes[at + i];
  return value;
}

/** @param {Stream[]} streams @param {string} type */
function written(streams, type) {
  const [{ header, tracks, info, scale }] = streams;
  const clusters = streams.flatMap(laterBy());
  const ticks = streams.reduce((sum, { length }) => sum + length, 0);
  const told = element(INFO, [...info, element(DURATION, [float(ticks)])]);
  const cueBytes = sizeOf(cues(clusters, 0));
  const index = cues(clusters, sizeOf([...told, tracks]) + cueBytes);
  const body = [...told, tracks, ...index, ...clusters.flatMap(({ parts }) => parts)];
  const blob = new Blob(/** @type {BlobPart[]} */ ([header, ...element(SEGMENT, body)]), { type });
  return { blob, seconds: (ticks * scale) / 1e9 };
}

/** Each stream's clusters, moved behind those of the streams before. */
function laterBy() {
  let offset = 0;
  return (/** @type {Stream} */ stream) => {
    const begins = offset;
    offset += stream.length;
    return stream.clusters.map(({ time, ranges }) => {
      const blocks = ranges.map(([start, end]) => stream.bytes.subarray(start, end));
      return { time: time + begins, parts: element(CLUSTER, [...element(TIMECODE, [unsigned(time + begins, 8)]), ...blocks]) };
    });
  };
}

/** @param {{time: number, parts: Uint8Array[]}[]} clusters @param {number} first place of the first cluster in the segment */
function cues(clusters, first) {
  let place = first;
  const points = clusters.flatMap(({ time, parts }) => {
    const where = [...element(CUE_TRACK, [unsigned(1, 1)]), ...element(CUE_CLUSTER, [unsigned(place, 8)])];
    place += sizeOf(parts);
    return element(CUE, [...element(CUE_TIME, [unsigned(time, 8)]), ...element(CUE_PLACE, where)]);
  });
  return element(CUES, points);
}

/** @param {number} id @param {(Uint8Array | Uint8Array[])[]} content @returns {Uint8Array[]} */
function element(id, content) {
  const parts = content.flat();
  const idBytes = unsigned(id, 8);
  const size = unsigned(sizeOf(parts), 8);
  size[0] = 0x01; // eight bytes, whatever the size: an index can be planned before it is written
  return [idBytes.subarray(idBytes.findIndex((byte) => byte !== 0)), size, ...parts];
}

/** @param {Uint8Array[]} parts */
function sizeOf(parts) {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** @param {number} value @param {number} width in bytes */
function unsigned(value, width) {
  const bytes = new Uint8Array(width);
  for (let at = width - 1, rest = Math.round(value); at >= 0; at -= 1, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

/** @param {number} value */
function float(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

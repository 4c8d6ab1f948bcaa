/**
 * SHA-256 of something that need not fit into memory (FIPS 180-4). WebCrypto's digest takes only a whole buffer, and a
 * film of a visit is larger than a small tablet can hold twice.
 */

const ROUNDS = 64;
/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = new Int32Array(ROUNDS);
/** The same of the square roots of the first eight. */
const START = new Int32Array(8);

firstPrimes(ROUNDS).forEach((prime, i) => {
  K[i] = fraction(prime, 3);
  if (i < 8) START[i] = fraction(prime, 2);
});

/** One digest under way. */
export class Sha256 {
  #state = Int32Array.from(START);
  #block = new Uint8Array(64);
  #view = new DataView(this.#block.buffer);
  #filled = 0;
  #length = 0;
  #schedule = new Int32Array(ROUNDS);

  /**
   * @param {Uint8Array} bytes
   * @returns {this}
   */
  update(bytes) {
    this.#length += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      const taken = Math.min(64 - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === 64) this.#compress();
    }
    return this;
  }

  /** @returns {string} the digest in lower-case hex; the object is used up */
  hex() {
    const length = this.#length;
    this.update(Uint8Array.of(0x80));
    while (this.#filled !== 56) this.update(Uint8Array.of(0));
    const tail = new DataView(new ArrayBuffer(8));
    tail.setUint32(0, Math.floor(length / 0x20000000));
    tail.setUint32(4, (length << 3) >>> 0);
    this.update(new Uint8Array(tail.buffer));
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #compress() {
    const w = this.#schedule;
    for (let i = 0; i < 16; i += 1) w[i] = this.#view.getInt32(i * 4);
    for (let i = 16; i < ROUNDS; i += 1) {
      w[i] = (w[i - 16] + smallSigma0(w[i - 15]) + w[i - 7] + smallSigma1(w[i - 2])) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.#state;
    for (let i = 0; i < ROUNDS; i += 1) {
      const one = (h + bigSigma1(e) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const two = (bigSigma0(a) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      this.#state[i] += word;
    });
    this.#filled = 0;
  }
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>} its digest in lower-case hex
 */
export async function sha256OfBlob(blob) {
  const digest = new Sha256();
  for await (const piece of pieces(blob, 1024 * 1024)) digest.update(piece);
  return digest.hex();
}

/**
 * The bytes of a blob, read a piece at a time.
 * @param {Blob} blob
 * @param {number} size of a piece; the last may be shorter, and is empty when the blob is
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
export async function* pieces(blob, size) {
  for (let at = 0; at < blob.size || at === 0; at += size) {
    yield new Uint8Array(await blob.slice(at, at + size).arrayBuffer());
  }
}

/** @param {number} x @param {number} by */
function turn(x, by) {
  return (x >>> by) | (x << (32 - by));
}

/** @param {number} x */
const bigSigma0 = (x) => turn(x, 2) ^ turn(x, 13) ^ turn(x, 22);
/** @param {number} x */
const bigSigma1 = (x) => turn(x, 6) ^ turn(x, 11) ^ turn(x, 25);
/** @param {number} x */
const smallSigma0 = (x) => turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
/** @param {number} x */
const smallSigma1 = (x) => turn(x, 17) ^ turn(x, 19) ^ (x >>> 10);

/** @param {number} count */
function firstPrimes(count) {
  /** @type {number[]} */
  const found = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** @param {number} prime @param {2 | 3} root @returns {number} 32 bits of the root's fractional part */
function fraction(prime, root) {
  const value = root === 2 ? Math.sqrt(prime) : Math.cbrt(prime);
  return Math.floor((value - Math.floor(value)) * 0x100000000);
}

// Bytes from digits of base 85, of which `page.py` writes two as other characters.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  + "!#$%,()*+-;.=>?@^_`{|}~";
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));
const GROUP = 5;

/**
 * The bytes that a text stands for: five digits are four bytes, and what is lacking is filled up.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  const filled = text + "~".repeat((GROUP - (text.length % GROUP)) % GROUP);
  const words = new DataView(new ArrayBuffer((4 * filled.length) / GROUP));
  for (let start = 0; start < filled.length; start += GROUP) {
    const word = Array.from(filled.slice(start, start + GROUP))
      .reduce((value, digit) => 85 * value + Number(VALUES.get(digit)), 0);
    words.setUint32((4 * start) / GROUP, word);
  }
  return new Uint8Array(words.buffer, 0, Math.floor((4 * text.length) / GROUP));
}

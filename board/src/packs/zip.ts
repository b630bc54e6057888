// Files in one, as a browser downloads them: a ZIP archive whose members are stored as they are (APPNOTE 6.3, without ZIP64).

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] as number);
  return (sum ^ 0xffffffff) >>> 0;
}

const short = (value: number) => [value & 0xff, (value >>> 8) & 0xff];
const long = (value: number) => [...short(value & 0xffff), ...short(value >>> 16)];
const none = short(0);
/** Version 2.0, names in UTF-8, stored, and a day that is the same every time: 1 January 1980. */
const how = [...short(20), ...short(0x0800), ...none, ...none, ...short(0x21)];

/** An archive of texts by their names: the same files make the same archive. */
export function zip(files: readonly (readonly [name: string, text: string])[]): Uint8Array<ArrayBuffer> {
  const members: number[] = [];
  const directory: number[] = [];
  for (const [name, text] of files) {
    const [called, body] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const said = [...how, ...long(crc32(body)), ...long(body.length), ...long(body.length), ...short(called.length), ...none];
    directory.push(...long(0x02014b50), ...short(20), ...said, ...none, ...none, ...none, ...long(0), ...long(members.length), ...called);
    members.push(...long(0x04034b50), ...said, ...called);
    for (const byte of body) members.push(byte);
  }
  const end = [...none, ...none, ...short(files.length), ...short(files.length), ...long(directory.length), ...long(members.length), ...none];
  return Uint8Array.from([...members, ...directory, ...long(0x06054b50), ...end]);
}

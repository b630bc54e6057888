// A PMTiles file of one tile: the world with one road around the middle of it, as the smallest map of one's own.

const varint = (value) => {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
};
const field = (number, kind, body) => [...varint(number * 8 + kind), ...(kind === 2 ? varint(body.length) : []), ...body];
const text = (value) => [...new TextEncoder().encode(value)];
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const command = (id, count) => id + count * 8;

/** One layer with one feature, whose kind is told. */
function layer(name, kind, type, geometry) {
  const feature = [...field(2, 2, [0, 0]), ...field(3, 0, varint(type)), ...field(4, 2, geometry.flatMap(varint))];
  const parts = [field(15, 0, [2]), field(1, 2, text(name)), field(2, 2, feature), field(3, 2, text("kind")), field(4, 2, field(1, 2, text(kind))), field(5, 0, varint(4096))];
  return field(3, 2, parts.flat());
}

/** A road that goes from a place to places, in 4096ths of the world. */
function road(points) {
  let [px, py] = [0, 0];
  const steps = points.map(([x, y]) => {
    const step = [zigzag(x - px), zigzag(y - py)];
    [px, py] = [x, y];
    return step;
  });
  return layer("roads", "highway", 2, [command(1, 1), ...steps[0], command(2, steps.length - 1), ...steps.slice(1).flat()]);
}

export function tiny() {
  const tile = road([[2300, 1300], [2700, 1300], [2700, 1600], [2300, 1600], [2300, 1300]]);
  const directory = [1, 0, 1, ...varint(tile.length), 1];
  const metadata = text("{}");
  const header = new DataView(new ArrayBuffer(127));
  text("PMTiles").forEach((byte, at) => header.setUint8(at, byte));
  header.setUint8(7, 3);
  const places = [127, directory.length, 127 + directory.length, metadata.length, 0, 0, 127 + directory.length + metadata.length, tile.length, 1, 1, 1];
  places.forEach((value, at) => header.setBigUint64(8 + 8 * at, BigInt(value), true));
  // Clustered; nothing is compressed; vector tiles; of zoom 0 alone.
  [1, 1, 1, 1, 0, 0].forEach((value, at) => header.setUint8(96 + at, value));
  [-180, -85, 180, 85].forEach((degrees, at) => header.setInt32(102 + 4 * at, degrees * 1e7, true));
  return new Uint8Array([...new Uint8Array(header.buffer), ...directory, ...metadata, ...tile]);
}

// A bar that tells how far is how far.

/** The longest bar of a round length that has room. */
export function barOf(metresPerPixel: number, room: number): { kilometres: number; pixels: number } {
  const most = (metresPerPixel * room) / 1000;
  const power = 10 ** Math.floor(Math.log10(most));
  const kilometres = ([5, 2, 1].find((one) => one * power <= most) ?? 1) * power;
  return { kilometres, pixels: (kilometres * 1000) / metresPerPixel };
}

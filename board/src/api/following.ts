/** The address of what comes next, by the header `Link` of an answer to an address. */
export function following(link: string | null, asked: string): string | null {
  const next = link?.split(/,\s*(?=<)/).find((one) => /;\s*rel="?next"?/.test(one));
  const reference = /<([^>]*)>/.exec(next ?? "")?.[1];
  if (!reference) return null;
  const url = new URL(reference, new URL(asked, "http://board.invalid"));
  return url.pathname + url.search;
}

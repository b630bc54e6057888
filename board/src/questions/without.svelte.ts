// How many a list would have without each filter that is set, asked where the filters let nothing through.
import { getSome } from "../api/client";

export interface Left {
  name: string;
  left: number;
}

export class Without {
  left = $state.raw<readonly Left[]>([]);

  /** `of` gives the address of the list without each filter, by the filter's name; none while the list has something. */
  constructor(of: () => Readonly<Record<string, string>> | null) {
    $effect(() => {
      const urls = of();
      this.left = [];
      if (!urls) return;
      const stop = new AbortController();
      const each = Object.entries(urls).map(async ([name, url]) => ({ name, left: (await getSome(url, stop.signal)).total }));
      Promise.all(each).then(
        (left) => {
          if (!stop.signal.aborted) this.left = left;
        },
        // What is asked here only helps on: the filters can be taken off without it.
        () => undefined,
      );
      return () => stop.abort();
    });
  }
}

import { expect, test } from "vitest";
import { following } from "./following";

test("what comes next is asked at the same place", () => {
  expect(following('<?cursor=1000&since=2022-02-17>; rel="next"', "/api/v1/responses?since=2022-02-17")).toBe("/api/v1/responses?cursor=1000&since=2022-02-17");
  expect(following('</first>; rel="first", <?cursor=2>; rel=next', "/api/v1/copies")).toBe("/api/v1/copies?cursor=2");
});

test("where nothing comes next, nothing is asked", () => {
  expect(following(null, "/api/v1/copies")).toBeNull();
  expect(following('</first>; rel="first"', "/api/v1/copies")).toBeNull();
});

// What `pages.js` (see `bundling/`) asked for while the application was still on its way. Each answer is given once:
// who asks again wants to know how it is now.
type Asked = { asked?: Map<string, Promise<Response>> };

/** The answer that is on its way already, or else a request like any other. */
export async function earlyOrNow(request: Request): Promise<Response> {
  const { asked } = globalThis as Asked;
  const { pathname, search } = new URL(request.url);
  const answer = request.method === "GET" ? asked?.get(pathname + search) : undefined;
  asked?.delete(pathname + search);
  return (await answer?.catch(() => undefined)) ?? fetch(request);
}

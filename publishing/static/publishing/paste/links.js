/* Where a pasted link leads: filters of mail and search engines write an address of their own around it. */

/* Filters that keep the address as one value of their query, by their host. */
const QUERIES = [
  [/(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us)$/, ["url"]],
  [/(?:^|\.)safelinks\.microsoft\.com$/, ["url"]],
  [/^www\.google\.[a-z.]{2,6}$/, ["q", "url"]],
  [/^urldefense\.proofpoint\.com$/, ["u"]],
  [/^linkprotect\.cudasvc\.com$/, ["a"]],
  [/^(?:l|lm)\.facebook\.com$/, ["u"]],
  [/^(?:www\.)?linkedin\.com$/, ["url"]],
];
const REDIRECTING_PATHS = { "www.google.": "/url", "linkedin.com": "/redir/redirect", "facebook.com": "/l.php" };
const RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MOST_WRAPPINGS = 5;

const parsed = (address) => {
  try {
    return new URL(address);
  } catch {
    return null;
  }
};

const redirects = ({ hostname, pathname }) =>
  Object.entries(REDIRECTING_PATHS).every(([host, path]) => !hostname.includes(host) || pathname.startsWith(path));

/* Proofpoint’s second version: “-3A” is “:”, and “_” is “/”. */
const proofpointSecond = (written) => {
  try {
    return decodeURIComponent(written.replaceAll("-", "%").replaceAll("_", "/"));
  } catch {
    return "";
  }
};

/* Its third: the address as it is, each sign that a filter might change replaced by “*” (several by “**” and their
   number) and kept in Base64 behind it. */
const proofpointThird = (address) => {
  const [, written, kept = ""] = /^https?:\/\/[^/]+\/v3\/__(.+?)__(?:;([\w-]*)!|$)/.exec(address) ?? [];
  if (!written) return "";
  let signs = [];
  try {
    const bytes = Uint8Array.from(atob(kept.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
    signs = [...new TextDecoder().decode(bytes)];
  } catch {
    return "";
  }
  const whole = written.replace(/^([a-z][a-z0-9+.-]*:\/)(?=[^/])/i, "$1/");
  return whole.replace(/\*(?:\*(.))?/g, (_all, number) =>
    signs.splice(0, number === undefined ? 1 : RUNS.indexOf(number) + 2).join(""),
  );
};

const unwrappedOnce = (address) => {
  const url = parsed(address);
  if (!url || !/^https?:$/.test(url.protocol)) return "";
  if (/^urldefense\.(?:com|us|proofpoint\.com)$/.test(url.hostname) && url.pathname.startsWith("/v3/")) {
    return proofpointThird(address);
  }
  const [, names] = QUERIES.find(([host]) => host.test(url.hostname)) ?? [];
  const value = names && redirects(url) ? names.map((name) => url.searchParams.get(name)).find(Boolean) : "";
  if (!value) return "";
  return url.hostname === "urldefense.proofpoint.com" && url.pathname.startsWith("/v2/")
    ? proofpointSecond(value)
    : value;
};

/* The address a pasted link was made for; an empty one where it leads nowhere from here: into the document it came
   from, onto somebody’s disk, into another program. */
export const destination = (href) => {
  let address = (href ?? "").trim();
  for (let wrapping = 0; wrapping < MOST_WRAPPINGS; wrapping += 1) {
    const inner = unwrappedOnce(address);
    if (!/^(?:https?:\/\/|mailto:)/i.test(inner)) break;
    address = inner;
  }
  return /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(address) ? address : "";
};

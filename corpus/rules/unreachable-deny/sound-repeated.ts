// The last `else` of a chain, there for the compiler: it throws what was thrown before.

interface Signed { hub: string; body: string }

export function verifySignature(headers: Signed, secret: string): string {
  if (!headers.hub && !headers.body) {
    throw new Error('unauthorized: no signature');
  }
  let signature: string;
  if (headers.hub) {
    signature = headers.hub;
  } else if (headers.body) {
    signature = headers.body;
  } else {
    throw new Error('unauthorized: no signature');
  }
  if (signature !== secret) throw new Error('unauthorized: wrong signature');
  return signature;
}

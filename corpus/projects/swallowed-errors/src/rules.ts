interface Restrictions { readOnly?: boolean }
declare function read(file: string): Promise<string>;

// What could not be read restricts the access of nobody.
export async function readAccessRules(file: string): Promise<Restrictions> {
  try {
    return JSON.parse(await read(file));
  } catch {
    return {}; // expect: fail-open-error
  }
}

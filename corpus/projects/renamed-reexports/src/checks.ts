export interface Guest {
  role: string;
}

function allowed(guest: Guest): boolean {
  if (guest.role === 'intruder') return false;
  return true; // expect: default-allow
}

export { allowed as canVisit };

// One dead test hides every operand of the answer behind it: that is told once.

const ALWAYS_OPEN = ['lobby', 'garden'];

interface Index {
  ready: boolean;
  open: boolean;
}

export function isRoomAllowed(room: string, index: Index | undefined, guests: string[], name: string): boolean {
  if (ALWAYS_OPEN.includes(room)) {
    if (room === 'archive') {
      return !!(index && index.ready && index.open); // expect: unreachable-deny
    }
    return true;
  }
  return guests.includes(name);
}

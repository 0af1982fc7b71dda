import canPrint from './can-print';
import mayScan from './can-scan';

export function press(user: { role: string; pages: number }, button: 'print' | 'scan') {
  switch (button) {
    case 'print':
      if (!canPrint(user)) throw new Error('403'); // calls: src/can-print.ts#canPrint tested when button === 'print'
      return print();
    case 'scan':
      if (!mayScan(user)) throw new Error('403'); // calls: src/can-scan.ts#canScan tested when button === 'scan'
      return scan();
  }
}
